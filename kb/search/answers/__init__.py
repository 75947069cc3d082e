"""Answers that editors choose: a text that says a phrase, and nothing else, has one answer that is sure.

`phrases` is what a phrase is and which texts say it; `document` its form in files; `actions` the only writers.
"""
