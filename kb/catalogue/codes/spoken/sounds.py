"""A code that somebody typed as it sounded: "aay ay dee sts nine nine nine nine one". Pure.

Sounds are words too ("see", "you", "are"), so a text is read so only where all of it is letters and then figures.
"""

import re

from kb.catalogue.codes.spoken.numbers import readings
from kb.catalogue.codes.spoken.words import LETTERS

LONGEST_SOUNDED = 120
FEWEST_LETTERS, FEWEST_FIGURES = 2, 3
_OF_LETTERS = {
    "a": "a ay aye aay",
    "b": "b bee be",
    "c": "c cee see sea",
    "d": "d dee",
    "e": "e ee",
    "f": "f ef eff",
    "g": "g gee",
    "h": "h aitch haitch",
    "i": "i eye",
    "j": "j jay",
    "k": "k kay",
    "l": "l el ell",
    "m": "m em",
    "n": "n en",
    "p": "p pee pea",
    "q": "q cue queue",
    "r": "r ar are",
    "s": "s es ess",
    "t": "t tee tea",
    "u": "u you",
    "v": "v vee",
    "w": "w",
    "x": "x ex",
    "y": "y why",
    "z": "z zed zee",
}
_SOUNDS = LETTERS | {sound: letter for letter, sounds in _OF_LETTERS.items() for sound in sounds.split()}
_LETTERS_TOGETHER = re.compile(r"[bcdfghjklmnpqrstvwxz]{2,6}")
_BEFORE = frozenset(("code", "error", "get", "getting", "it", "its", "number", "saying", "says", "the"))
_AFTER = frozenset(("please", "thanks"))
_WORD = re.compile(r"[a-z]+|[0-9]+", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s.,-]*")


def _letters_of(word: str) -> str:
    return _SOUNDS.get(word) or (word if _LETTERS_TOGETHER.fullmatch(word) else "")


def sounded(text: str) -> str:
    """AADSTS99991, or nothing where the text says anything else, or may say another number."""
    if len(text) > LONGEST_SOUNDED or any(_BETWEEN.fullmatch(rest) is None for rest in _WORD.split(text)):
        return ""
    words = [word.lower() for word in _WORD.findall(text)]
    while words and words[0] in _BEFORE:
        words.pop(0)
    while words and words[-1] in _AFTER:
        words.pop()
    letters = ""
    while words and (said := _letters_of(words[0])):
        letters += said
        words.pop(0)
    figures = {one.text for one in readings(words) if one.text.isdigit()} if words else set()
    if len(letters) < FEWEST_LETTERS or len(figures) != 1 or len(number := figures.pop()) < FEWEST_FIGURES:
        return ""
    return f"{letters.upper()}{number}"
