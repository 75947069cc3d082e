"""An article as a page says it: for the doors that show it to the public, and for the editors who write it.

Owns no table and no address; its templates stand in templates/components/article/.
"""
