"""Codes as people say them on the phone: "four hundred underscore six four five" is 400_645. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_SMALL = {word: number for number, word in enumerate((*_UNITS, *_TEENS))} | {"oh": 0, "nought": 0}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_JOINS = {"underscore": "_", "dash": "-", "hyphen": "-", "minus": "-", "slash": "/"}
_SCALES = {"hundred": 100, "thousand": 1000}
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
FEWEST_WORDS = 2


@dataclass(frozen=True)
class SpokenFigures:
    """A run of number words, as figures."""

    figures: str
    start: int
    end: int


def _is_number_word(word: str) -> bool:
    return word in _SMALL or word in _TENS or word in _TIMES or word in _JOINS or word in _SCALES


def _figures(words: list[str]) -> str:
    """Each number as said: "four hundred" 400, "ten oh two" 1002, "double two" 22, "sixty four" 64."""
    said: list[str] = []
    times, tens_open = 1, False
    for word in words:
        if word in _JOINS:
            said.append(_JOINS[word])
            times, tens_open = 1, False
        elif word in _TIMES:
            times = _TIMES[word]
        elif word in _SCALES:
            if said and said[-1].isdigit():
                said[-1] = str(int(said[-1]) * _SCALES[word])
            tens_open = False
        elif word in _TENS:
            said.append(str(_TENS[word]) * times)
            times, tens_open = 1, True
        else:
            number = _SMALL[word]
            if tens_open and 0 < number < 10:  # noqa: PLR2004 - "sixty four" is one number, "sixty ten" is two
                said[-1] = str(int(said[-1]) + number)
            else:
                said.append(str(number) * times)
            times, tens_open = 1, False
    return "".join(said)


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        stands_next = run and not text[run[-1].end() : match.start()].strip(" ,-")
        if _is_number_word(match[0].lower()) and (not run or stands_next):
            run.append(match)
            continue
        yield run
        run = [match] if _is_number_word(match[0].lower()) else []
    yield run


def spoken(text: str) -> list[SpokenFigures]:
    """Runs of at least two number words that hold a number; an additional reading, for codes only."""
    found = []
    for run in _runs(text):
        words = [match[0].lower() for match in run]
        if len(run) >= FEWEST_WORDS and any(word in _SMALL or word in _TENS for word in words):
            figures = _figures(words)
            if any(letter.isdigit() for letter in figures):
                found.append(SpokenFigures(figures, run[0].start(), run[-1].end()))
    return found
