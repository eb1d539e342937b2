"""The public site: notices and the service guide, read without an account."""
