"""The mail of Monday: one screen of what last week says to those who write, for whoever asked for it."""
