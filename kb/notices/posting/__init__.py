"""Notices as staff post, update, change and end them."""
