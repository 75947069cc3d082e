"""What the desk costs, with many articles and codes."""
