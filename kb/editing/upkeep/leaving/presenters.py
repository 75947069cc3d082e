"""What moves when an article leaves, as its page says it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from kb.editing.upkeep.leaving.reading import NamedThing
from kb.lib.portable import digest


@dataclass(frozen=True)
class MovedRow:
    name: str
    now: str
    then: str

    @property
    def is_moved(self) -> bool:
        return self.now != self.then


@dataclass(frozen=True)
class MovedGroup:
    heading: str
    rows: tuple[MovedRow, ...]

    @property
    def number(self) -> str:
        moved = sum(row.is_moved for row in self.rows)
        return f"{moved} of {len(self.rows)} will lead elsewhere" if moved else "nothing changes"


@dataclass(frozen=True)
class WhatMoves:
    """`seen` tells whether things still stand as somebody was shown them."""

    groups: tuple[MovedGroup, ...]
    reports: int

    @property
    def seen(self) -> str:
        rows = [(group.heading, row.name, row.now, row.then) for group in self.groups for row in group.rows]
        return digest({"rows": rows, "reports": self.reports})


def what_moves(before: Sequence[NamedThing], after: Iterable[NamedThing], *, reports: int) -> WhatMoves:
    then = {(one.group, one.name): one.leads for one in after}
    groups = (
        MovedGroup(
            heading,
            tuple(MovedRow(one.name, one.leads, then.get((one.group, one.name), one.leads)) for one in several),
        )
        for heading, several in groupby(before, key=lambda one: one.group)
    )
    return WhatMoves(tuple(groups), reports)
