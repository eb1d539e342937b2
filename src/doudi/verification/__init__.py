"""Home visits, check reports, and which of several amounts is adopted, and why."""
