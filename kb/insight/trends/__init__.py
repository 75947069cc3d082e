"""Whether more people than usual look something up: a sequential test on counts, and what the desk does about it.

The method and what it promises stand in docs/decisions/0048. The desk asks `reading.open_rises(now)`.
"""
