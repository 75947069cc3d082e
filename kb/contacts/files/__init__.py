"""Contacts as one table: what it would change, line by line, and bringing it in."""
