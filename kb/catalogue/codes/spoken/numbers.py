"""What number words say: a number is read whole or not at all, and each reading of words that have several is given.

Figures may stand among the words, since dictation writes "20 thousand and 2" for what was said. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from kb.catalogue.codes.spoken.words import (
    BEGINS_HEXADECIMAL,
    HEXADECIMAL,
    JOINS,
    NOUGHTS,
    SCALES,
    SMALL,
    SOFT_DIGITS,
    TENS,
    TIMES,
    X,
    is_exes,
    is_round,
)

HUNDRED = 100
LEAST_SCALE = 1_000
LARGEST = 1_000_000_000
MOST_READINGS = 4
DIGITS_OF_32_BITS = 8


@dataclass(frozen=True)
class SpokenReading:
    """What a run of words says; a guess, where it may as well say another thing."""

    text: str
    is_guess: bool = False


@dataclass(frozen=True)
class _Part:
    """A number in a row of numbers, and the place of the word behind it."""

    figures: str
    end: int
    has_scale: bool = False
    is_guess: bool = False


def _at(words: Sequence[str], place: int) -> str:
    return words[place] if place < len(words) else ""


def _written(word: str, below: int) -> int:
    """The number that figures are; 0 where they are none, begin with a nought or are too great."""
    return int(word) if word.isdigit() and word[0] != "0" and len(word) < len(str(below)) else 0


def _below_hundred(words: Sequence[str], at: int) -> tuple[int, int]:
    """A number from 1 to 99 and where it ends; 0 where there is none."""
    word = _at(words, at)
    if word in TENS:
        unit = SMALL.get(_at(words, at + 1), 0)
        return (TENS[word] + unit, at + 2) if 0 < unit < 10 else (TENS[word], at + 1)  # noqa: PLR2004
    number = SMALL.get(word, 0) or _written(word, HUNDRED)
    return (number, at + 1) if number else (0, at)


def _after_and(words: Sequence[str], at: int) -> int:
    return at + 1 if _at(words, at) == "and" else at


def _below_thousand(words: Sequence[str], at: int) -> tuple[int, int]:
    """A number from 1 to 9,900, since people say "twelve hundred", and where it ends."""
    number, end = (1, at + 1) if _at(words, at) == "a" else _below_hundred(words, at)
    if not number and (number := _written(_at(words, at), LEAST_SCALE)):
        end = at + 1
    if number and _at(words, end) == "hundred":
        rest, rest_end = _below_hundred(words, _after_and(words, end + 1))
        takes_rest = rest and _at(words, rest_end) != "hundred"  # "four hundred six hundred" is two numbers
        return (number * HUNDRED + rest, rest_end) if takes_rest else (number * HUNDRED, end + 1)
    return number, end


def _cardinal(words: Sequence[str], at: int, below: int = LARGEST) -> tuple[int, int]:
    """A whole number from 1 on and where it ends; 0 where there is none."""
    number, end = _below_thousand(words, at)
    scale = SCALES.get(_at(words, end), 0) if number else 0
    if scale <= HUNDRED or scale >= below:
        return (number, end) if scale <= HUNDRED else (0, at)
    rest, rest_end = _cardinal(words, _after_and(words, end + 1), below=scale)
    return (number * scale + rest, rest_end) if rest and rest < scale else (number * scale, end + 1)


def _of_exes(words: Sequence[str], at: int) -> _Part | None:
    """The open end of a family: "ex ex ex", "triple x"."""
    exes, end = "", at
    while end < len(words):
        if words[end] in X or is_exes(words[end]):
            exes, end = exes + "x" * (1 if words[end] in X else len(words[end])), end + 1
        elif words[end] in TIMES and _at(words, end + 1) in X:
            exes, end = exes + "x" * TIMES[words[end]], end + 2
        else:
            break
    return _Part(f"_{exes}", end) if len(exes) > 1 and end == len(words) else None


def _written_part(words: Sequence[str], at: int) -> _Part:
    """Figures as they are; "1000 and 2" is perhaps one number."""
    word = words[at]
    if is_round(word) and _at(words, at + 1) == "and":
        rest, end = _cardinal(words, at + 2)
        if 0 < rest < 10 ** (len(word) - len(word.rstrip("0"))):
            return _Part(str(int(word) + rest), end, is_guess=True)
    return _Part(word, at + 1)


def _part(words: Sequence[str], at: int) -> _Part | None:
    word = _at(words, at)
    if word in X or is_exes(word) or (word in TIMES and _at(words, at + 1) in X):
        return _of_exes(words, at)
    if word in TIMES:
        following = _at(words, at + 1)
        digit = int(following) if following.isdigit() else SMALL.get(following, 10)
        return _Part(str(digit) * TIMES[word], at + 2) if digit < 10 else None  # noqa: PLR2004
    if word.isdigit() and _at(words, at + 1) not in SCALES:
        return _written_part(words, at)
    if word in NOUGHTS or word == "o":
        return _Part("0", at + 1)
    number, end = _cardinal(words, at)
    has_scale = any(one in SCALES for one in words[at:end])
    return _Part(str(number), end, has_scale) if number else None


def _parts(words: Sequence[str]) -> list[_Part] | None:
    """Nothing where a word is left over."""
    parts: list[_Part] = []
    at = 0
    while at < len(words):
        start = _after_and(words, at) if parts else at
        part = _part(words, start)
        if part is None:
            return None
        # "400 and 645" is perhaps two numbers of two things.
        parts.append(_Part(part.figures, part.end, part.has_scale, part.is_guess or start > at))
        at = part.end
    return parts


def _split(words: Sequence[str]) -> str:
    """The words with the scale as the end of a number: "four hundred and six forty five" is 400 and then 645."""
    scale = max(place for place, word in enumerate(words[:-1]) if word in SCALES)
    head, tail = _parts(words[: scale + 1]), _parts(words[_after_and(words, scale + 1) :])
    return "".join(part.figures for part in (*head, *tail)) if head and tail else ""


def _tens_apart(words: Sequence[str]) -> str:
    """The words with tens and units as two numbers: "fifty one oh five" is 51, 0 and 5, or 50, 1, 0 and 5."""
    figures, at = "", 0
    while at < len(words):
        is_apart = words[at] in TENS and at + 2 < len(words)  # "fifty twenty two" ends in 22
        part = _Part(str(TENS[words[at]]), at + 1) if is_apart else _part(words, at)
        if part is None or part.has_scale:
            return ""
        figures, at = figures + part.figures, part.end
    return figures


def _row(words: Sequence[str]) -> list[SpokenReading]:
    """The readings of number words without a join among them; the likeliest first."""
    parts = _parts(words)
    if not parts:
        return []
    figures = "".join(part.figures for part in parts)
    if len(parts) == 1:
        return [SpokenReading(figures.lstrip("_"), parts[0].is_guess)]
    numbers = [part for part in parts if not part.figures.startswith("_")]
    if len(numbers) > 1 and any(part.has_scale for part in numbers):
        # A number that stands beside one with a scale may belong to it.
        split = _split(words) if any(word in SCALES for word in words[:-1]) else ""
        return [SpokenReading(text, is_guess=True) for text in dict.fromkeys((split, figures)) if text]
    others = [apart] if len(numbers) > 1 and (apart := _tens_apart(words)) not in {"", figures} else []
    first = SpokenReading(figures, any(part.is_guess for part in parts))
    return [first, *(SpokenReading(text, is_guess=True) for text in others)]


def begins_hexadecimal(words: Sequence[str]) -> int:
    """How many words say "0x"; 0 where it does not begin so."""
    if words and words[0] in BEGINS_HEXADECIMAL:
        return 1
    return 2 if len(words) > 1 and (words[0] in NOUGHTS or words[0] in {"o", "0"}) and words[1] in X else 0


def hexadecimal_digits(words: Sequence[str]) -> str | None:
    """Figures and letters from A to F, one after the other; nothing where a word is left over."""
    digits = ""
    at = 0
    while at < len(words):
        letter = HEXADECIMAL.get(words[at]) or SOFT_DIGITS.get(words[at])
        repeated = HEXADECIMAL.get(_at(words, at + 1)) if words[at] in TIMES else None
        if letter:
            digits, at = digits + letter, at + 1
        elif repeated:
            digits, at = digits + repeated * TIMES[words[at]], at + 2
        else:
            part = _part(words, at)
            if part is None or part.has_scale or not part.figures.isdigit():
                return None
            digits, at = digits + part.figures, part.end
    return digits


def readings(words: Sequence[str]) -> list[SpokenReading]:
    """What the words of a run may say, signs among them."""
    begins = begins_hexadecimal(words)
    if begins or any(word in HEXADECIMAL or word in SOFT_DIGITS for word in words[1:] if word != "a"):
        digits = hexadecimal_digits(words[begins:])
        return [SpokenReading(f"0x{digits}" if begins else digits)] if digits else []
    rows: list[list[SpokenReading]] = []
    row: list[str] = []
    for word in (*words, ""):
        if word and word not in JOINS:
            row.append(word)
            continue
        rows += [_row(row)] if row else []
        rows += [[SpokenReading(JOINS[word])]] if word else []
        row = []
    found = [
        SpokenReading("".join(one.text for one in said), any(one.is_guess for one in said)) for said in product(*rows)
    ]
    return found[:MOST_READINGS]
