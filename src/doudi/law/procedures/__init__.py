"""Procedures: one table in one file each."""
