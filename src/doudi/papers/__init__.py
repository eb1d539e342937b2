"""Papers: numbers, prints, seals and keeps every paper we issue, and keeps the files that people bring."""
