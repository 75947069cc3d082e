"""Which autosaves of a draft need not be kept. Pure.

What somebody saved by hand is kept for ever, and of their autosaves one for every ten minutes. The last one before
somebody else's save is among them, so who wrote a draft and what each left to the other can always be read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

AGE = timedelta(days=1)
WINDOW = timedelta(minutes=10)


@dataclass(frozen=True)
class Save:
    """`is_held`: something speaks of it, such as a review or a comment."""

    number: int
    by: int
    at: datetime
    is_autosave: bool
    is_held: bool = False


def _window(moment: datetime) -> int:
    return int(moment.timestamp() // WINDOW.total_seconds())


def needless(saves: Iterable[Save], now: datetime) -> list[int]:
    """The numbers of those that go: a later save of the same person, in the same ten minutes, says more.

    `saves` are all of one draft. The latest is never among them.
    """
    ordered = sorted(saves, key=lambda save: save.number)
    return [
        save.number
        for save, following in pairwise(ordered)
        if save.is_autosave
        and not save.is_held
        and save.at <= now - AGE
        and following.by == save.by
        and _window(following.at) == _window(save.at)
    ]
