"""Which codes rose, and when a week's mail may go. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from math import sqrt

from kb.lib.dates import LONDON

FROM_HOUR = 7  # on Monday, London time
MOST = 5  # of each list: the mail is one screen
WEEKS_BEFORE = 4
LEAST_VISITS = 5  # in the week: fewer are chance


@dataclass(frozen=True)
class Risen:
    """A code by its key: visits of the week, and how many were usual in a week before."""

    code: str
    number: int
    usual: float


def begins(week: date) -> datetime:
    """When the mail of the week of that Monday may go."""
    return datetime.combine(week, time(FROM_HOUR), LONDON)


def risen(now: Mapping[str, int], before: Mapping[str, int], most: int = MOST) -> list[Risen]:
    """Those that rose most: more than half as many again as is usual, what is least likely by chance first.

    `before` counts the four weeks before. A count varies about as its root, so 40 for 20 comes before 8 for 4.
    """
    rows = [Risen(code, number, before.get(code, 0) / WEEKS_BEFORE) for code, number in now.items()]
    rose = [row for row in rows if row.number >= LEAST_VISITS and row.number > 1.5 * row.usual]
    return sorted(rose, key=lambda row: (-(row.number - row.usual) / sqrt(max(row.usual, 1.0)), row.code))[:most]
