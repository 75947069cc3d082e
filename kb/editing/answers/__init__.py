"""Chosen answers: which phrases there are, what each leads to, and what a search comes to."""
