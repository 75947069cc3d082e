"""Internal notes: what the help desk tells itself about an article or a step."""
