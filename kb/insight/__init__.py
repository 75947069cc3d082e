"""What the knowledge base learns from its use: so far, how often people are handed over to a vendor.

Counts, never people: no person, no address. Knows catalogue and the rooms below it; knows nothing of pages.
"""
