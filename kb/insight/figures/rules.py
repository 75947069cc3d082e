"""How long an answer took, and how many people found theirs without sending a report. Pure."""

from collections.abc import Sequence
from datetime import timedelta
from math import ceil, floor, sqrt
from statistics import median

# (Up to, words); what took longer than all of them comes behind.
WAITS: tuple[tuple[timedelta, str], ...] = (
    (timedelta(hours=1), "Within an hour"),
    (timedelta(hours=4), "1 to 4 hours"),
    (timedelta(days=1), "4 to 24 hours"),
    (timedelta(days=3), "1 to 3 days"),
    (timedelta(days=7), "3 to 7 days"),
)
LONGER = "Longer"
SURE = 1.96  # of 95 in 100 intervals the true share lies within


def by_wait(waits: Sequence[timedelta]) -> list[tuple[str, int]]:
    """How many answers took so long; a minute is in one of them only."""
    found = dict.fromkeys([words for _, words in WAITS] + [LONGER], 0)
    for wait in waits:
        found[next((words for most, words in WAITS if wait <= most), LONGER)] += 1
    return list(found.items())


def usual_wait(waits: Sequence[timedelta]) -> str:
    """Within how long half of them came, never more exact than it helps; empty where nothing was answered."""
    if not waits:
        return ""
    minutes = ceil(median(wait.total_seconds() for wait in waits) / 60)
    if minutes <= 2 * 60:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    hours = ceil(minutes / 60)
    return f"{hours} hours" if hours <= 2 * 24 else f"{ceil(hours / 24)} days"


def least_share(yes: int, number: int) -> float:
    """Of whom the given number voted: the share of yes that is sure at least (Wilson's interval)."""
    if not number:
        return 0.0
    share, square = yes / number, SURE**2
    middle = share + square / (2 * number)
    spread = SURE * sqrt(share * (1 - share) / number + square / (4 * number**2))
    return max(0.0, (middle - spread) / (1 + square / number))


def at_least(turned_away: int, *, yes: int, no: int) -> int:
    """Of those who opened an article from a report they had begun, and sent none: how many it helped, at the least.

    Whoever left may have phoned or given up. So each counts only as far as the votes on the same article are sure that
    it fixes anything; without a vote nobody counts. Who found it before beginning a report is in no figure.
    """
    return floor(turned_away * least_share(yes, yes + no))
