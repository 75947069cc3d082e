"""Where the reader works."""
