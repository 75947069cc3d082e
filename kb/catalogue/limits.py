"""How long each field of the catalogue may be, in its column and in its portable form."""

from kb.lib import text

SLUG = text.LONGEST_SLUG
ARTICLE = {"title": 150, "summary": 200, "reference": 20}
STEP = {"title": 200, "applies_to": 200, "expected": 1000}
SOURCE = {"name": 200, "title": 300, "address": 500, "seen": 500}
QUESTION = 200
QUESTIONS = 12
SHELF = {"name": 150, "summary": 300}
VENDOR = {**SHELF, "product": 150, "website": 200, "phone": 50, "email": 254}
CODE = {"code": 100, "meaning": 300, "where": 300}
TELL = 500
SNIPPET = {"title": 150}
SHORTCUT = {"label": 100}
WHY = 300
VERIFIED_WITH = 150
LARGEST_POSITION = 2**31 - 1
