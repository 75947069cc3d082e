"""What is broken now and what is about to change: live issues and planned changes.

Knows catalogue and the rooms below it; knows nothing of contacts, reports or pages.
"""
