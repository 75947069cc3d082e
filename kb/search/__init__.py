"""Finding: text in, ranked hits with reasons out, through one door: `finder.find()`.

Owns its index rows, the synonyms and the answers that editors choose. Knows the catalogue and the rooms below it; the
index is ordinary rows, written in the transaction that publishes.
"""
