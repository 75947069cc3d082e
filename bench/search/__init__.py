"""How good and how fast the search is, beside others, on any articles and queries of the same form."""
