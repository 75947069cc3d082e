"""What people search for, of which only this is kept: codes, and words that are ours.

A visit, a text and a day make one row. A word that nobody of us knows is a keyed hash until so many visits have typed
it that it is nobody's secret; then editors see it, unless it may be a name.
"""
