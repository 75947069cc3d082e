"""What a table would do, in the words of its page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.contacts.files.rules import Outcome, PlannedRow

MOST_SHOWN = 100  # rows of each outcome


@dataclass(frozen=True)
class PlannedRows:
    heading: str
    rows: tuple[PlannedRow, ...]
    left_out: int


def _contacts(number: int) -> str:
    return f"{number:,} contact" if number == 1 else f"{number:,} contacts"


def groups(plan: Sequence[PlannedRow]) -> list[PlannedRows]:
    """What is refused first: that is what somebody must do something about."""
    found = []
    for outcome, words in (
        (Outcome.REFUSED, "refused, and left out"),
        (Outcome.CHANGED, "would be changed"),
        (Outcome.CREATED, "would be created"),
    ):
        rows = [row for row in plan if row.outcome is outcome]
        if rows:
            noun = (
                f"{len(rows):,} row{'' if len(rows) == 1 else 's'}"
                if outcome is Outcome.REFUSED
                else _contacts(len(rows))
            )
            found.append(PlannedRows(f"{noun} {words}", tuple(rows[:MOST_SHOWN]), len(rows) - MOST_SHOWN))
    return found


def summary(plan: Sequence[PlannedRow]) -> str:
    number = Counter(row.outcome for row in plan)
    return (
        f"{number[Outcome.CREATED]:,} created, {number[Outcome.CHANGED]:,} changed, "
        f"{number[Outcome.REFUSED]:,} refused, {number[Outcome.SAME]:,} the same as here."
    )


def to_write(plan: Sequence[PlannedRow]) -> int:
    return sum(row.outcome in {Outcome.CREATED, Outcome.CHANGED} for row in plan)
