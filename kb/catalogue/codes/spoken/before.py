"""What stands in front of a number: letters said one by one, a word, and what dictation makes of letters. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.catalogue.codes.spoken.words import LETTERS, TIMES

LONGEST_BEFORE = 80
# What dictation makes of letters that were spelled out. Some are words of a sentence as well.
HEARD = {"er": "err", "ear": "err", "air": "err", "info": "inf", "imf": "inf", "information": "inf"}
# Of known codes, and no words.
PREFIXES = frozenset(("err", "inf", "pr"))
SURELY_HEARD = frozenset(("er", "info"))

_LETTER = rf"(?:double )?(?:{'|'.join(LETTERS)}|[a-z])(?![a-z'’])(?: (?:for|as in) [a-z]+)?"
_ONE_LETTER = re.compile(
    rf"(?P<double>double )?(?P<letter>{'|'.join(LETTERS)}|[a-z])(?![a-z])(?: (?:for|as in) (?P<word>[a-z]+))?",
    re.IGNORECASE,
)
_APART = r"[ .,-]{1,2}"
_LETTERS = re.compile(rf"(?<![\w'’]){_LETTER}(?:{_APART}{_LETTER}){{0,11}}{_APART}$", re.IGNORECASE)
_AS_WRITTEN = re.compile(r"(?:[a-z][ .,-]{1,2})+", re.IGNORECASE)
_WORDS = re.compile(r"(?<![\w'’])(?:(?P<first>[a-z]+) )?(?P<last>[a-z]+)[ :-]{1,3}$", re.IGNORECASE)


@dataclass(frozen=True)
class Before:
    """`is_spelled` where letters were said, and no word; `is_changed` where it is not written as it stands there;
    `may_be_word` where it was perhaps not heard for letters, but is a word of the sentence."""

    text: str
    start: int
    is_spelled: bool = False
    is_changed: bool = False
    may_be_word: bool = False


def _letters(near: str, offset: int) -> Iterator[Before]:
    """Letters that were said one by one, with and without the "a" or the "I" of the sentence before them."""
    if not (found := _LETTERS.search(near)):
        return
    spelled = list(_ONE_LETTER.finditer(found[0]))
    letters = [LETTERS.get(one["letter"].lower(), one["letter"].lower()) for one in spelled]
    if any(one["word"] and one["word"][0].lower() != letter for one, letter in zip(spelled, letters, strict=True)):
        return  # "e for apple"
    texts = [letter * (TIMES["double"] if one["double"] else 1) for one, letter in zip(spelled, letters, strict=True)]
    is_changed = _AS_WRITTEN.fullmatch(found[0]) is None
    for first in (0, 1) if letters[0] in {"a", "i"} else (0,):
        if len(said := "".join(texts[first:])) > 1:
            yield Before(said, offset + found.start() + spelled[first].start(), is_spelled=True, is_changed=is_changed)


def before(text: str, start: int) -> Iterator[Before]:
    """Every way to read it: letters, what a word was heard for, one word, two words."""
    offset = max(0, start - LONGEST_BEFORE)
    near = text[offset:start]
    yield from _letters(near, offset)
    if found := _WORDS.search(near):
        place = offset + found.start("last")
        heard = HEARD.get(found["last"].lower())
        is_sure = found["last"].lower() in SURELY_HEARD
        if heard:
            yield Before(heard, place, is_spelled=is_sure, is_changed=True, may_be_word=not is_sure)
        if not is_sure:
            yield Before(found["last"], place, is_spelled=found["last"].lower() in PREFIXES)
            if found["first"]:
                yield Before(f"{found['first']} {found['last']}", offset + found.start())
