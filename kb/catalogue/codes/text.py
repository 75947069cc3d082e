"""Where in a longer text a code may stand. Pure."""

import re
from dataclasses import dataclass

WIDEST_WINDOW = 8
_WORD = re.compile(r"[^\W_]+")
# A name of more words than a window has: each word but the first is joined to the one before.
LONGEST_NAME = 100
_LONG_NAME = re.compile(rf"(?<![A-Za-z0-9_-])[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+){{{WIDEST_WINDOW},}}")


@dataclass(frozen=True)
class Window:
    """A run of words in a longer text that may be a code."""

    text: str
    start: int
    end: int


def windows(text: str) -> list[Window]:
    """Every run of one to eight words that stand at most two characters apart, and every longer name that is joined by
    _ or -: where a code may hide in a text."""
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
    return found + [Window(name[0], name.start(), name.end()) for name in names]
