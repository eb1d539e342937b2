"""Forms printed on demand: not numbered, blank or filled; one layout gives both the PDF and the editable .docx."""
