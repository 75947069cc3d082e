"""Writing of the room of editing: one module for each idea."""
