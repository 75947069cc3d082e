"""The published truth: services, articles, error codes, snippets and their versions.

Knows accounts and the rooms below it; knows nothing of drafts, searches, notices or pages.
"""
