"""How a change becomes a published page: drafts and their revisions, review, comments, publishing, restoring.

Owns everything that is not yet published, as documents: a reader can never meet a word of it. Knows reports, search and
the rooms below; no public door may import it.
"""
