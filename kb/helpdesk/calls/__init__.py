"""Used on a call: what came of what the desk opened."""
