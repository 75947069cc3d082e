"""What the pages of the editors' side say; they ask the database nothing."""
