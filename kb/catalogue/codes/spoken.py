"""Codes as people say them on the phone: "four hundred underscore six four five" is 400_645. Pure.

A number is read whole or not at all: "one thousand and two" is 1002 and never 1000. Where the words may mean another
number as well ("four hundred and six forty five"), each reading is given as a guess.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from kb.catalogue.codes.others import counts_something_else, may_count_things, may_number_a_place

_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_SMALL = {word: number for number, word in enumerate((*_UNITS, *_TEENS))} | dict.fromkeys(
    ("oh", "nought", "naught", "nil"), 0
)
_DECADES = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TENS = {word: 10 * number for number, word in enumerate(_DECADES, 2)}
_TIMES = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
_JOINS = {"underscore": "_", "dash": "-", "hyphen": "-", "minus": "-", "slash": "/"} | {
    "colon": ":",
    "point": ".",
    "dot": ".",
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_HEXADECIMAL = {letter: letter.upper() for letter in "abcdef"} | {
    word: word[0].upper() for word in ("alpha", "alfa", "bravo", "charlie", "delta", "echo", "foxtrot")
}
_X = {"x", "ex"}
# Number words that make the number before them no code: "one thousand and first", "two dozen".
_NO_FIGURES = frozenset(
    (
        *("billion", "trillion", "dozen", "half", "hundreds", "thousands", "millions", "hundredth", "thousandth"),
        *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
        *("twelfth", *(f"{word}th" for word in _TEENS), *(f"{word[:-1]}ieth" for word in _DECADES)),
    )
)
_PLAIN = _SMALL.keys() | _TENS.keys() | _TIMES.keys() | _SCALES.keys() | _NO_FIGURES
_WORD = re.compile(r"[a-z]+|[0-9]+", re.IGNORECASE)
NUMBER_WORD = rf"(?:a (?:hundred|thousand)|{'|'.join(sorted(_PLAIN - _NO_FIGURES - {'double'}))})\b"
# What ends in a scale is not whole where more of it may follow: "one thousand and", "one thousand. Two".
# "An" and "then" are what dictation makes of "and"; before another word they are what they are.
_HEARD_AND = rf"(?:an|n|then)\s+(?={NUMBER_WORD}|[0-9])"
_UNFINISHED = re.compile(rf"\W*(?:(?:and|plus|or)\b|{_HEARD_AND}|[&+]|{NUMBER_WORD}|[0-9])", re.IGNORECASE)
_AND_LESS = re.compile(
    rf"\s*(?:and\b|{_HEARD_AND}|&|\+|plus\b)\s*(?:$|[0-9]{{1,3}}(?![0-9])|{NUMBER_WORD})", re.IGNORECASE
)
_ROUND = re.compile(r"[A-Za-z ]*[0-9]+00", re.ASCII)
# Said of a number that is a time, a telephone or a count of things.
_A_TIME_BEFORE = re.compile(r"\b(?:at|since|until|till|before|after|around|about|by)\s+$", re.IGNORECASE)
_A_TIME_AFTER = re.compile(
    r"\s*(?:[ap]\.?m\b|o.?clock\b|hours\b|(?:this |in the )(?:morning|afternoon|evening)\b)", re.IGNORECASE
)
_LEFT_OPEN = re.compile(r"\s+(?:and\s+)?(?:something|odd|whatever)\b", re.IGNORECASE)
FEWEST_WORDS = 2
LONGEST_RUN = 40
MOST_READINGS = 4
DIGITS_OF_32_BITS = 8


@dataclass(frozen=True)
class SpokenFigures:
    """A run of number words, as figures. `parted` is "6:2" where two figures were said one by one."""

    figures: str
    start: int
    end: int
    is_guess: bool = False
    parted: str = ""


# --- Where a number stands in a text ---------------------------------------------------------------------------------


def _belongs(words: Sequence[str], place: int) -> bool:
    """Is the word part of a number, among these neighbours?"""
    word = words[place]
    before = words[place - 1] if place else ""
    after = words[place + 1] if place + 1 < len(words) else ""
    if word in _PLAIN or word in _JOINS:
        return True
    if word == "and":
        return before in _SCALES and after in _PLAIN
    if word == "a":
        return after in _SCALES
    if word == "o":
        return before in _PLAIN and after in _PLAIN | {"o"}
    if word.isdigit():  # as dictation writes it: "400 underscore 645"
        return before in _JOINS or after in _JOINS
    return word in _X and (before in _JOINS or before in _X or (_SMALL.get(before) == 0 and after in _PLAIN))


def _is_hexadecimal(words: Sequence[str]) -> bool:
    """Does it begin with "zero x"?"""
    return len(words) > 1 and _SMALL.get(words[0]) == 0 and words[1] in _X


def _goes_on(said: Sequence[str], word: str) -> bool:
    """Does a hexadecimal number go on with the word? The "a" behind eight digits is an article."""
    if word not in _HEXADECIMAL or not _is_hexadecimal(said) or len(said) > LONGEST_RUN:
        return False
    return word != "a" or len(_hexadecimal(said) or "") < len("0x") + DIGITS_OF_32_BITS


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    found = list(_WORD.finditer(text))
    words = [match[0].lower() for match in found]
    run: list[re.Match[str]] = []
    said: list[str] = []
    for place, match in enumerate(found):
        if run and text[run[-1].end() : match.start()].strip(" ,-"):
            yield run
            run, said = [], []
        if _belongs(words, place) or _goes_on(said, words[place]):
            run.append(match)
            said.append(words[place])
        elif run:
            yield run
            run, said = [], []
    yield run


# --- What it says ----------------------------------------------------------------------------------------------------


def _below_hundred(words: Sequence[str], at: int) -> tuple[int, int]:
    """A number from 1 to 99 and where it ends; 0 where there is none."""
    word = words[at] if at < len(words) else ""
    if word in _TENS:
        unit = _SMALL.get(words[at + 1], 0) if at + 1 < len(words) else 0
        return (_TENS[word] + unit, at + 2) if 0 < unit < 10 else (_TENS[word], at + 1)  # noqa: PLR2004
    return (_SMALL[word], at + 1) if _SMALL.get(word) else (0, at)


def _after_and(words: Sequence[str], at: int) -> int:
    return at + 1 if at < len(words) and words[at] == "and" else at


def _below_thousand(words: Sequence[str], at: int) -> tuple[int, int]:
    """A number from 1 to 9,900, since people say "twelve hundred", and where it ends."""
    number, end = (1, at + 1) if words[at : at + 1] == ["a"] else _below_hundred(words, at)
    if number and words[end : end + 1] == ["hundred"]:
        rest, rest_end = _below_hundred(words, _after_and(words, end + 1))
        takes_rest = rest and words[rest_end : rest_end + 1] != ["hundred"]  # "four hundred six hundred" is two numbers
        return (number * 100 + rest, rest_end) if takes_rest else (number * 100, end + 1)
    return number, end


def _cardinal(words: Sequence[str], at: int, below: int = 1_000_000_000) -> tuple[int, int]:
    """A whole number from 1 on and where it ends; 0 where there is none."""
    number, end = _below_thousand(words, at)
    scale = _SCALES.get(words[end], 0) if number and end < len(words) else 0
    if scale <= 100 or scale >= below:  # noqa: PLR2004 - hundreds are read
        return (number, end) if scale <= 100 else (0, at)  # noqa: PLR2004
    rest, rest_end = _cardinal(words, _after_and(words, end + 1), below=scale)
    return (number * scale + rest, rest_end) if rest and rest < scale else (number * scale, end + 1)


@dataclass(frozen=True)
class _Part:
    """A number in a row of numbers, and the place of the word behind it."""

    figures: str
    end: int
    has_scale: bool = False


def _part(words: Sequence[str], at: int) -> _Part | None:
    word = words[at]
    if word in _TIMES:
        digit = _SMALL.get(words[at + 1], 10) if at + 1 < len(words) else 10
        return _Part(str(digit) * _TIMES[word], at + 2) if digit < 10 else None  # noqa: PLR2004
    if word.isdigit():
        return _Part(word, at + 1)
    if _SMALL.get(word) == 0 or word == "o":
        return _Part("0", at + 1)
    number, end = _cardinal(words, at)
    has_scale = any(one in _SCALES for one in words[at:end])
    return _Part(str(number), end, has_scale) if number else None


def _parts(words: Sequence[str]) -> list[_Part] | None:
    """Nothing where a word is left over."""
    parts: list[_Part] = []
    at = 0
    while at < len(words):
        part = _part(words, _after_and(words, at) if parts else at)
        if part is None:
            return None
        parts.append(part)
        at = part.end
    return parts


def _split(words: Sequence[str]) -> str:
    """The words with the scale as the end of a number: "four hundred and six forty five" is 400 and then 645."""
    scale = max(place for place, word in enumerate(words[:-1]) if word in _SCALES)
    head, tail = _parts(words[: scale + 1]), _parts(words[_after_and(words, scale + 1) :])
    return "".join(part.figures for part in (*head, *tail)) if head and tail else ""


def _row(words: Sequence[str]) -> tuple[list[str], bool]:
    """The readings of number words without a join among them, and whether they are guesses."""
    if all(word in _X for word in words):
        return ["x" * len(words)], False
    parts = _parts(words)
    if not parts:
        return [], False
    figures = "".join(part.figures for part in parts)
    # A number that stands beside one with a scale may belong to it.
    is_guess = len(parts) > 1 and any(part.has_scale for part in parts)
    others = [_split(words)] if is_guess and words[-1] not in _SCALES else []
    return list(dict.fromkeys(filter(None, (*others, figures)))), is_guess


def _hexadecimal(words: Sequence[str]) -> str | None:
    digits = ""
    at = 2
    while at < len(words):
        if words[at] in _HEXADECIMAL:
            digits, at = digits + _HEXADECIMAL[words[at]], at + 1
        elif words[at] in _TIMES and words[at + 1 : at + 2] and words[at + 1] in _HEXADECIMAL:
            digits, at = digits + _HEXADECIMAL[words[at + 1]] * _TIMES[words[at]], at + 2
        else:
            part = _part(words, at)
            if part is None or part.has_scale:
                return None
            digits, at = digits + part.figures, part.end
    return f"0x{digits}" if digits else None


def _readings(words: Sequence[str]) -> tuple[list[str], bool]:
    """What the words of a run may say, and whether that is a guess."""
    if _is_hexadecimal(words):
        found = _hexadecimal(words)
        return ([found] if found else []), False
    rows: list[tuple[list[str], bool]] = []
    row: list[str] = []
    for word in (*words, ""):
        if word and word not in _JOINS:
            row.append(word)
            continue
        rows += [_row(row)] if row else []
        rows += [([_JOINS[word]], False)] if word else []
        row = []
    readings = ["".join(pieces) for pieces in product(*(readings for readings, _ in rows))]
    return readings[:MOST_READINGS], any(is_guess for _, is_guess in rows)


def may_go_on(text: str, end: int, code: str) -> bool:
    """Are round figures perhaps the beginning of a number: "1000 and 2", as dictation may write what was said?"""
    return _ROUND.fullmatch(code) is not None and _AND_LESS.match(text, end) is not None


def _is_something_else(text: str, start: int, end: int) -> bool:
    return bool(_A_TIME_AFTER.match(text, end)) or counts_something_else(text, start)


def _may_be_something_else(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - LONGEST_RUN) : start]
    return bool(_A_TIME_BEFORE.search(before)) or may_count_things(text, end) or may_number_a_place(text, start)


def spoken(text: str) -> list[SpokenFigures]:
    """Runs of at least two number words that hold a number; an additional reading, for codes only."""
    found = []
    for run in _runs(text):
        words = [match[0].lower() for match in run]
        holds_number = any(word in _SMALL or word in _TENS or word.isdigit() for word in words)
        if not FEWEST_WORDS <= len(run) <= LONGEST_RUN or not holds_number:
            continue
        start, end = run[0].start(), run[-1].end()
        readings, is_guess = _readings(words)
        is_guess = is_guess or _may_be_something_else(text, start, end)
        if _LEFT_OPEN.match(text, end):
            # "five hundred and something" is one of 500_xxx, and surely not 500.
            readings, is_guess = [f"{figures}_xxx" for figures in readings if words[-1] == "hundred"], True
        elif _is_something_else(text, start, end) or (words[-1] in _SCALES and _UNFINISHED.match(text, end)):
            continue
        is_pair = len(words) == 2 and all(_SMALL.get(word, 10) < 10 for word in words)  # noqa: PLR2004
        for figures in readings:
            if any(letter.isdigit() for letter in figures):
                parted = ":".join(figures) if is_pair else ""
                found.append(SpokenFigures(figures, start, end, is_guess, parted))
    return found
