"""Content health: what is wrong with the content and harms most first, each with where it is mended.

It stands here and not in insight, since only this room knows who looks after an article and which urgent fix waits.
"""
