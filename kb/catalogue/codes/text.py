"""Where in a longer text a code may stand. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

WIDEST_WINDOW = 8
_WORD = re.compile(r"[^\W_]+")
# A name of more words than a window has: each word but the first is joined to the one before.
LONGEST_NAME = 100
_LONG_NAME = re.compile(rf"(?<![A-Za-z0-9_-])[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+){{{WIDEST_WINDOW},}}")
# Codes and words without a space between them: "errorcode400_645", "ERR1002ERR1009". Nothing else may stand there, or a
# longer code might be cut.
_RUN = re.compile(r"(?<![A-Za-z0-9_-])(?=[A-Za-z_]*[0-9])[A-Za-z0-9_]{9,100}(?![A-Za-z0-9_-])")
_PIECE = re.compile(
    r"(?P<code>0[xX][0-9A-Fa-f]{8}(?![0-9a-f])|(?:[A-Z]{2,12}|[a-z]{2,12})[0-9]{4,10}|[0-9]{3}_[0-9]{3}(?![0-9]))"
    r"|[A-Z][a-z]+|[a-z]{2,}|[A-Z]{3,}(?![a-z0-9])|(?P<other>.)"
)


@dataclass(frozen=True)
class Window:
    """A run of words in a longer text that may be a code."""

    text: str
    start: int
    end: int


def _glued(text: str) -> Iterator[Window]:
    """Codes that run on into a word or into another code."""
    for run in _RUN.finditer(text):
        pieces = list(_PIECE.finditer(run[0]))
        if len(pieces) > 1 and not any(piece["other"] for piece in pieces):
            for piece in pieces:
                if piece["code"]:
                    yield Window(piece[0], run.start() + piece.start(), run.start() + piece.end())


def windows(text: str) -> list[Window]:
    """Every run of one to eight words that stand at most two characters apart, every longer name that is joined by _ or
    -, and codes that run on into a word: where a code may hide in a text."""
    words = list(_WORD.finditer(text))
    found = []
    for first, word in enumerate(words):
        end = word.end()
        found.append(Window(text[word.start() : end], word.start(), end))
        for following in words[first + 1 : first + WIDEST_WINDOW]:
            if following.start() - end > 2:  # noqa: PLR2004 - the design's "at most two characters apart"
                break
            end = following.end()
            found.append(Window(text[word.start() : end], word.start(), end))
    names = [name for name in _LONG_NAME.finditer(text) if len(name[0]) <= LONGEST_NAME]
    return [*found, *(Window(name[0], name.start(), name.end()) for name in names), *_glued(text)]
