"""Writing of the room of reports: one module for each idea."""
