"""Views of pages: noted by one small POST of a page that was looked at, kept in memory, written some at a time."""
