"""What of an article is searched, kept as ordinary rows: made, written, rebuilt, read by plain SQL, examined."""
