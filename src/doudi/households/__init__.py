"""Families and their members as of a date; income, spending and property by source."""
