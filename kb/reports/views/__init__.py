"""Views of the room of reports."""
