"""What carried a version of an article: calls, answers to reports, and reports. For whoever has to say whom a wrong
step reached.

Without names and without what anybody wrote. A reply that was copied at the desk is kept nowhere, so it is in no list
unless its call was.
"""
