"""Where the reader works: chosen once, kept in a cookie of theirs, and whose desks pages show them then."""
