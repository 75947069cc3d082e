"""How long each field of the catalogue may be, in its column and in its portable form."""

from kb.catalogue import fields
from kb.lib import text

SLUG = text.LONGEST_SLUG
ARTICLE = fields.longest(fields.ARTICLE)
STEP = fields.longest(fields.of("steps").parts)
SOURCE = fields.longest(fields.of("sources").parts)
SHELF = {"name": 150, "summary": 300}
ADDRESSES = 2_000  # all that the page of a shelf ever had
VENDOR = {**SHELF, "product": 150, "website": 200, "phone": 50, "email": 254}
CODE = {"code": 100, "meaning": 300, "where": 300}
MEANING = {"key": SLUG, "words": CODE["meaning"], "where": CODE["where"], "source": 500}
MEANINGS = 5
TELL = 500
SNIPPET = {"title": 150}
SHORTCUT = {"label": 100}
WORD = {"word": 100, "stands_for": 150, "meaning": 300, "more": 200, "source": 300}
START_QUESTION = {"title": 100}
START_ANSWER = {"text": 100, "hint": 150}
VAGUE_WORD = 50
WHY = 300
VERIFIED_WITH = 150
LARGEST_POSITION = 2**31 - 1
