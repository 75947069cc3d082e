"""Tools any room may use: environment, Markdown, NHS forms. Owns no tables and may not know those of other rooms."""
