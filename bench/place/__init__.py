"""What it costs to choose where one works, and to show its desks."""
