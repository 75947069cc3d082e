"""Error codes: their meanings, their names, and the families they are said to be of."""
