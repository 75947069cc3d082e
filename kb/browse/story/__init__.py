"""Three questions about a code that nobody has written down, on its page."""
