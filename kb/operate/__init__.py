"""Whether the site is well and rightly set up: health, and the checks that production demands.

Knows the rooms below it by what Django says of them; owns no tables.
"""
