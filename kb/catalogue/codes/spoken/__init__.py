"""Codes as people say them on the phone, and as a phone's dictation writes what they say. Pure.

`words` holds the vocabulary, `numbers` the grammar, `runs` where a number stands in a text, `before` the letters in
front of it, `names` the codes that are words, `said` the whole code,
`sounds` one that was typed as it sounded.
"""

from kb.catalogue.codes.spoken.runs import SpokenFigures, may_go_on, spoken
from kb.catalogue.codes.spoken.said import SaidCode, clocks, readings, said, written, written_as_one
from kb.catalogue.codes.spoken.sounds import sounded
from kb.catalogue.codes.spoken.words import NUMBER_WORD

__all__ = [
    "NUMBER_WORD",
    "SaidCode",
    "SpokenFigures",
    "clocks",
    "may_go_on",
    "readings",
    "said",
    "sounded",
    "spoken",
    "written",
    "written_as_one",
]
