"""What a table would do, in the words of its page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.contacts.files.rules import WHY, Outcome, PlannedRow, left_to_write
from kb.contacts.listing import FILE_COLUMNS
from kb.lib import safe_csv

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


def refused(plan: Sequence[PlannedRow]) -> list[PlannedRow]:
    return [row for row in plan if row.outcome is Outcome.REFUSED]


def left_to_mend(plan: Sequence[PlannedRow]) -> str:
    """What was brought in, and what was not."""
    number = len(refused(plan))
    return f"{summary(plan)} {'One row is' if number == 1 else f'{number:,} rows are'} left to mend."


def table_to_mend(left: Sequence[PlannedRow]) -> str:
    """Rows that stayed out, each with what is wrong: mended, it can be brought in as it is."""
    rows = [
        [*(row.content.to_dict()[name] for name in FILE_COLUMNS), f"Line {row.line}: {' '.join(row.words)}"]
        for row in left
    ]
    return safe_csv.for_a_spreadsheet([*FILE_COLUMNS, WHY], rows)


def to_write(plan: Sequence[PlannedRow]) -> int:
    return len(left_to_write(plan))
