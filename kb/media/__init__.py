"""Uploaded files, kept in the database. May not know who may see a file: the room that shows it does."""
