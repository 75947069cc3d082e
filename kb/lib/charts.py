"""Bars for staff pages: where each stands, in units of the drawing, and the words for who does not see it. Pure.

The components `columns` and `bar-rows` draw them. Parts of a bar differ by their pattern, never by colour alone, and
each says its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 340  # of a drawing: a phone shows it as it is
ROW, LABEL, NUMBER = 24, 112, 44
LEAST_LABELLED = 18  # a narrower part has no room for its number
HEIGHT = 110
PATTERNS = ("solid", "hatched", "empty")


@dataclass(frozen=True)
class ChartBar:
    """Where it stands and how high it is."""

    at: str
    number: int
    x: float
    y: float
    height: float


def upright(values: Sequence[tuple[str, int]], *, step: float, height: float) -> tuple[ChartBar, ...]:
    """Side by side on one line; the largest is as high as the drawing."""
    most = max([1, *(number for _, number in values)])
    return tuple(
        ChartBar(at, number, round(place * step, 2), height - height * number / most, height * number / most)
        for place, (at, number) in enumerate(values)
    )


@dataclass(frozen=True)
class ColumnChart:
    bars: tuple[ChartBar, ...]
    wide: float  # one bar
    most: int
    says: str

    width, height = WIDTH, HEIGHT


def column_chart(values: Sequence[tuple[str, int]], *, what: str) -> ColumnChart:
    """`what` is counted, as “visits to codes”."""
    step = WIDTH / max(1, len(values))
    numbers = [number for _, number in values]
    most = max([0, *numbers])
    highest = next((at for at, number in values if number == most), "")
    says = f"{what}: {sum(numbers)} in all" + (f", most on {highest} ({most})" if most else "")
    return ColumnChart(upright(values, step=step, height=HEIGHT), round(step * 0.8, 2), most, says)


@dataclass(frozen=True)
class BarPart:
    x: float
    width: float
    number: int
    pattern: str

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def is_labelled(self) -> bool:
        return self.width >= LEAST_LABELLED


@dataclass(frozen=True)
class BarRow:
    label: str
    y: int
    parts: tuple[BarPart, ...]
    total: int

    @property
    def end(self) -> float:
        return max([LABEL, *(part.x + part.width for part in self.parts)])


@dataclass(frozen=True)
class RowChart:
    rows: tuple[BarRow, ...]
    legend: tuple[tuple[str, str], ...]  # pattern and words; empty where bars have one part
    says: str

    width = WIDTH

    @property
    def height(self) -> int:
        return max(ROW, len(self.rows) * ROW)


def _parts(numbers: Sequence[int], most: int) -> tuple[BarPart, ...]:
    scale = (WIDTH - LABEL - NUMBER) / max(1, most)
    parts, x = [], float(LABEL)
    for number, pattern in zip(numbers, PATTERNS, strict=False):
        width = number * scale
        parts.append(BarPart(round(x, 2), round(width, 2), number, pattern))
        x += width
    return tuple(parts)


def row_chart(rows: Sequence[tuple[str, Sequence[int]]], *, kinds: Sequence[str]) -> RowChart:
    """A bar for each row, lying, made of a part for each of at most three kinds."""
    most = max([0, *(sum(numbers) for _, numbers in rows)])
    drawn = tuple(
        BarRow(label, place * ROW, _parts(numbers, most), sum(numbers)) for place, (label, numbers) in enumerate(rows)
    )
    legend = tuple(zip(PATTERNS, kinds, strict=False)) if len(kinds) > 1 else ()
    said = [
        f"{label}: " + ", ".join(f"{number} {kind}" for number, kind in zip(numbers, kinds, strict=False))
        for label, numbers in rows
    ]
    return RowChart(drawn, legend, "; ".join(said))
