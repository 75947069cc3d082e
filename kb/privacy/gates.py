"""Patterns behind words: each is looked for only where one of its words stands in the text. Pure.

Looking for a word costs next to nothing, looking for a pattern does not, and most texts are short and harmless.
"""

import re
from collections.abc import Iterator, Mapping

type Gates = tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]

# More than the words for figures and numbers, and none of them less: "phone" holds "one".
_DIGIT = re.compile(r"\d")
_FIGURES = re.compile(
    r"\d|one|two|three|four|five|six|seven|eight|nine|ten|zero|nought|eleven|twel|twent|thirt|fort|fift|oh|\bo\b"
    r"|first|second|third|ninth",
    re.IGNORECASE,
)


def may_hold_figures(text: str) -> bool:
    """Figures, or words for some. Of most searches it is false, and then nothing that needs one is looked for."""
    return bool(_FIGURES.search(text))


def holds_digits(text: str) -> bool:
    return bool(_DIGIT.search(text))


def gates(patterns: Mapping[re.Pattern[str], str]) -> Gates:
    """Made once. Of its words each pattern needs one, in small letters and anywhere: a part of a word will do."""
    return tuple((pattern, tuple(words.split())) for pattern, words in patterns.items())


def gated(patterns: Gates, text: str) -> Iterator[re.Match[str]]:
    """What each pattern finds, if one of its words stands in the text at all."""
    low = text.lower()
    for pattern, words in patterns:
        for word in words:
            if word in low:
                yield from pattern.finditer(text)
                break
