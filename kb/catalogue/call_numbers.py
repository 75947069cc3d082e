"""A number to read out on the phone: what is on the caller's screen, in a few letters and figures. Pure.

Nothing is stored: the number is the page, the version, the ticked steps and the answers of Start themselves. Signs that
look or sound like another are left out or read as it: no 0, O, 1, I, L or U, and S, Z and B are read as 5, 2 and 8. The
last sign is a check: one wrong sign, or two neighbours that changed places, make no number.

What is known before somebody ticks is the smaller part, so a script can add the ticks: see static/call-number.js.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

SIGNS = "23456789ACDEFGHJKMNPQRTVWXY"
BASE = len(SIGNS)
GROUP = 3
FEWEST, MOST = 6, 18
MOST_STEPS, MOST_ANSWERS = 30, 4
_READ_AS = str.maketrans({"S": "5", "Z": "2", "B": "8"})
_BETWEEN = re.compile(r"[\s.\-]+")
# How many values a number has in the first, second … of its sizes: what is small takes few signs.
_NUMBERS, _VERSIONS = (128, 2_048, 32_768, 2**20), (4, 28, 4_096)
_MOST_ANSWER = 9


class CallNumberKind(IntEnum):
    ARTICLE = 0
    CODE = 1
    START = 2


@dataclass(frozen=True)
class CallNumber:
    """`number` is that of the article, or of the row of a code or a question. `audience` counts as the house does.

    `ticked` are places among the steps for that audience, from nought; `answers` those of Start, from one.
    """

    kind: CallNumberKind
    number: int
    version: int = 1
    audience: int = 0
    ticked: tuple[int, ...] = ()
    answers: tuple[int, ...] = ()


class NotPackable(ValueError):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Something is too large to be read out."""


class _Packed:
    """Whole numbers within each other, the first put in being the smallest part."""

    def __init__(self) -> None:
        self.total, self.scale = 0, 1

    def put(self, value: int, values: int) -> None:
        if not 0 <= value < values:
            raise NotPackable
        self.total += value * self.scale
        self.scale *= values

    def put_sized(self, value: int, sizes: Sequence[int]) -> None:
        for place, size in enumerate(sizes):
            if value < size:
                self.put(place, len(sizes))
                self.put(value, size)
                return
            value -= size
        raise NotPackable


class _Unpacked:
    def __init__(self, total: int) -> None:
        self.total = total

    def take(self, values: int) -> int:
        self.total, value = divmod(self.total, values)
        return value

    def take_sized(self, sizes: Sequence[int]) -> int:
        place = self.take(len(sizes))
        return sum(sizes[:place]) + self.take(sizes[place])


def _frame(call: CallNumber) -> _Packed:
    """All but the ticks."""
    packed = _Packed()
    packed.put(call.kind, len(CallNumberKind))
    packed.put(call.audience, 3)
    packed.put_sized(call.number, _NUMBERS)
    if call.kind != CallNumberKind.START:
        packed.put_sized(call.version - 1, _VERSIONS)
    packed.put(bool(call.answers), 2)
    if call.answers:
        packed.put(len(call.answers) - 1, MOST_ANSWERS)
        for answer in call.answers:
            packed.put(answer - 1, _MOST_ANSWER)
    return packed


def check_sign(signs: Sequence[int]) -> int:
    """The weights are 1 and 2 by turns, from the end: neither shares a factor with 27, nor does what they differ in."""
    total = sum(value * (2 if place % 2 == 0 else 1) for place, value in enumerate(reversed(signs)))
    return -total % BASE


def _values(total: int) -> Iterator[int]:
    while total:
        total, value = divmod(total, BASE)
        yield value


def _said(total: int) -> str:
    values = list(_values(total))[::-1]
    length = max(FEWEST, -(-(len(values) + 1) // GROUP) * GROUP)
    if length > MOST:
        raise NotPackable
    values = [*([0] * (length - 1 - len(values))), *values]
    signs = "".join(SIGNS[value] for value in (*values, check_sign(values)))
    return " ".join(signs[place : place + GROUP] for place in range(0, length, GROUP))


def frame(call: CallNumber) -> tuple[int, int]:
    """For a script: the number without ticks is the first; each tick adds the second, times two to its place."""
    packed = _frame(call)
    return packed.total, packed.scale


def said(call: CallNumber) -> str:
    """K7P 4TX. Raises NotPackable."""
    total, scale = frame(call)
    if any(not 0 <= place < MOST_STEPS for place in call.ticked):
        raise NotPackable
    return _said(total + scale * sum(2**place for place in set(call.ticked)))


def _read(total: int) -> CallNumber:
    unpacked = _Unpacked(total)
    kind = CallNumberKind(unpacked.take(len(CallNumberKind)))
    audience, number = unpacked.take(3), unpacked.take_sized(_NUMBERS)
    version = 1 if kind == CallNumberKind.START else unpacked.take_sized(_VERSIONS) + 1
    answers: tuple[int, ...] = ()
    if unpacked.take(2):
        answers = tuple(unpacked.take(_MOST_ANSWER) + 1 for _ in range(unpacked.take(MOST_ANSWERS) + 1))
    ticked = tuple(place for place in range(MOST_STEPS) if unpacked.total >> place & 1)
    return CallNumber(kind, number, version, audience, ticked, answers)


def heard(text: str) -> CallNumber | None:
    """In any case of letters, with or without gaps. Whether it is a code is asked before this."""
    signs = _BETWEEN.sub("", text.upper()).translate(_READ_AS)
    if not FEWEST <= len(signs) <= MOST or len(signs) % GROUP or not set(signs) <= set(SIGNS):
        return None
    values = [SIGNS.index(sign) for sign in signs]
    if check_sign(values[:-1]) != values[-1]:
        return None
    total = 0
    for value in values[:-1]:
        total = total * BASE + value
    call = _read(total)
    # A number has one way to be said: what is longer than it need be, or ticks what cannot be, is another text.
    try:
        return call if said(call).replace(" ", "") == signs else None
    except NotPackable:
        return None
