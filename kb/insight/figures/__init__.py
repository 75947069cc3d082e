"""What the knowledge base is good for, in figures with pictures: each a chart, its table, and the table to take away.

Counts alone: no row says who read, voted, phoned or reported.
"""
