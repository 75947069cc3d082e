"""Who can help here, when, and out of hours: a default from the settings, and rows by organisation.

Knows catalogue (the Edition) and the rooms below it; knows nothing of notices, reports or pages.
"""
