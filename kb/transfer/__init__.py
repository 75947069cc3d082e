"""Import and export: Markdown with front matter, CSV. Owns no tables; writes through the actions of other rooms."""
