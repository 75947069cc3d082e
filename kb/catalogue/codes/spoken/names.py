"""Codes that are names of words, as they are read out: "err underscore connection timed out". Pure."""

import re
from collections.abc import Iterator

from kb.catalogue.codes.spoken.before import HEARD
from kb.catalogue.codes.spoken.words import LETTERS, PLAIN, X

LONGEST_TEXT = 200
MOST_WORDS = 12
# A sentence about an error is not the name of one, or it is: "error connection timed out".
_HEARD = HEARD | {"error": "err"}
_SIGN = r"_|(?<![a-z])(?:under[ -]?score|underline|dash|hyphen)(?![a-z])"
_PIECE = re.compile(rf"(?P<sign>{_SIGN})|(?P<word>[a-z]+)|(?P<apart>[^a-z _-])", re.IGNORECASE)


class _Words:
    """Words that stand together, and before which of them a sign was said."""

    def __init__(self) -> None:
        self.words: list[re.Match[str]] = []
        self.signed: set[int] = set()

    def begins_with_letters(self, place: int) -> bool:
        """Are at least two letters said in the spelling alphabet?"""
        first = [word[0].lower() for word in self.words[place : place + 2]]
        return len(first) > 1 and all(word in LETTERS and word not in X for word in first)

    def names(self) -> Iterator[tuple[str, int, int, bool]]:
        """Each run of the words that may be a name: as written, where it stands, whether it is
        a guess, since no sign was said."""
        for place, first in enumerate(self.words):
            heard = _HEARD.get(first[0].lower())
            has_letters = self.begins_with_letters(place)
            said = [LETTERS.get(word[0].lower(), word[0]) if has_letters else word[0] for word in self.words[place:]]
            for end in range(place + 2, min(len(self.words), place + MOST_WORDS) + 1):
                is_joined = any(place < sign < end for sign in self.signed)
                if is_joined or heard or has_letters:
                    name = "_".join([heard or said[0], *said[1 : end - place]])
                    yield name, first.start(), self.words[end - 1].end(), not is_joined


def names(text: str) -> Iterator[tuple[str, int, int, bool]]:
    """In a long text nobody reads signs out: it was pasted."""
    if len(text) > LONGEST_TEXT:
        return
    together = _Words()
    for piece in _PIECE.finditer(text):
        word = piece["word"]
        if piece["apart"] or (word and word.lower() in PLAIN):
            yield from together.names()
            together = _Words()
        elif word:
            together.words.append(piece)
        elif piece["sign"] != "_":
            together.signed.add(len(together.words))
    yield from together.names()
