"""A table of contacts as text, read row by row, and what each row would do. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kb.contacts.document import ContactContent, ContactKind, folded
from kb.contacts.listing import FILE_COLUMNS
from kb.lib import safe_csv
from kb.lib.portable import Problem, digest

LABELS = {
    "kind": "Which desk",
    "organisation": "Organisation",
    "ods_code": "ODS code",
    "name": "Name of the desk",
    "phone": "Phone number",
    "email": "Email address",
    "place": "Where to find them",
    "hours": "When somebody answers",
    "out_of_hours_phone": "Phone number at other hours",
}
MUST_HAVE = ("kind", "organisation")
MOST_ROWS = 20_000
# What a table of refused rows says beside each, and what a file of content says of confirmations: read over here, since
# whoever brings a row in says that it is right.
WHY, CONFIRMED = "why", "confirmed"

CHANGED_SINCE = "Somebody changed this contact since you looked. What they saved stays."
REMOVED_SINCE = "Somebody removed this contact since you looked."

type Key = tuple[str, str]


class NotATable(ValueError):  # noqa: N818 - named for what went wrong, like every exception of the house
    """The file as a whole cannot be read; says what to do."""


@dataclass(frozen=True)
class ReadRow:
    """`problems` is not empty where the row is no contact; `content` is what it says all the same."""

    line: int
    content: ContactContent
    problems: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return key_of(self.content)


class Outcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    SAME = "the same as here"
    REFUSED = "refused"


@dataclass(frozen=True)
class PlannedRow:
    line: int
    title: str
    outcome: Outcome
    content: ContactContent
    words: tuple[str, ...] = field(default=())  # what differs, or why it is refused
    is_new: bool = False  # refused, and no desk that is here or on a line above
    held: ContactContent | None = None  # what is here, and is shown to whoever decides

    @property
    def boxes(self) -> tuple[tuple[str, str], ...]:
        """What the form of one contact is filled with, to be mended there."""
        return tuple(self.content.to_dict().items())


def key_of(content: ContactContent) -> Key:
    return content.kind, folded(content.organisation)


def title_of(content: ContactContent) -> str:
    kind = ContactKind(content.kind).label if content.kind in ContactKind.values else content.kind
    return ", ".join(part for part in (content.organisation, kind) if part) or "A row without a name"


def text_of(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotATable("Save the table as “CSV UTF-8 (comma delimited)”, then choose that file.") from None
    if "\0" in text:
        raise NotATable("This is not a CSV file. Save the table as “CSV UTF-8 (comma delimited)”.")
    return text


def rows_of(text: str) -> list[ReadRow]:
    """A row of commas, as spreadsheets write it, is none. Raises NotATable."""
    reader = csv.reader(io.StringIO(text.removeprefix(safe_csv.BYTE_ORDER_MARK), newline=""), strict=True)
    found: list[ReadRow] = []
    try:
        columns = _columns(next(reader, []))
        line = reader.line_num + 1
        for cells in reader:
            if any(map(str.strip, cells)):
                found.append(_row(columns, cells, line))
            line = reader.line_num + 1
    except csv.Error as error:
        raise NotATable(f"Line {reader.line_num} is not CSV: {error}.") from None
    if len(found) > MOST_ROWS:
        raise NotATable(f"There are {len(found)} rows. Bring in {MOST_ROWS} at a time.")
    return found


def _columns(cells: Sequence[str]) -> tuple[str, ...]:
    columns = tuple(cell.strip().lower() for cell in cells)
    first = f"The first line must name the columns: {','.join(FILE_COLUMNS)}."
    for sign, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(columns) == 1 and sign in columns[0]:
            raise NotATable(f"The cells of this file are parted by {called}: save it as CSV with commas.")
    if missing := [name for name in MUST_HAVE if name not in columns]:
        raise NotATable(f"There is no column {' and none '.join(missing)}. {first}")
    if unknown := [name for name in columns if name not in {*FILE_COLUMNS, WHY, CONFIRMED}]:
        raise NotATable(f"No column of contacts is called {' or '.join(f'“{name}”' for name in unknown)}. {first}")
    if len(set(columns)) != len(columns):
        raise NotATable(f"A column stands twice. {first}")
    return columns


def _row(columns: Sequence[str], cells: Sequence[str], line: int) -> ReadRow:
    given = {name: safe_csv.as_meant(cell.strip()) for name, cell in zip(columns, cells, strict=False)}
    given = {name: text for name, text in given.items() if name in FILE_COLUMNS}
    content = ContactContent.from_dict({"kind": "", **given})
    if len(cells) != len(columns):
        return ReadRow(line, content, (f"There are {len(cells)} cells; there must be {len(columns)}.",))
    return ReadRow(line, content, told(content.problems()))


def told(problems: Sequence[Problem]) -> tuple[str, ...]:
    return tuple(f"{LABELS.get(problem.field, problem.field)}: {problem.message}" for problem in problems)


def planned(rows: Sequence[ReadRow], held: Mapping[Key, ContactContent]) -> Iterator[PlannedRow]:
    """What each row would do, beside what is held. A column that the file has not is emptied by it."""
    first: dict[Key, int] = {}
    for row in rows:
        title = title_of(row.content)
        if row.problems:
            is_new = row.key not in held and row.key not in first
            yield PlannedRow(row.line, title, Outcome.REFUSED, row.content, row.problems, is_new)
        elif row.key in first:
            words = f"This desk stands on line {first[row.key]} already. Keep one of them."
            yield PlannedRow(row.line, title, Outcome.REFUSED, row.content, (words,))
        else:
            first[row.key] = row.line
            yield _beside(row, title, held.get(row.key))


def _beside(row: ReadRow, title: str, held: ContactContent | None) -> PlannedRow:
    if held is None:
        return PlannedRow(row.line, title, Outcome.CREATED, row.content)
    before, after = held.to_dict(), row.content.to_dict()
    words = tuple(
        f"{LABELS[name]}: {before[name] or 'nothing'} → {after[name] or 'nothing'}"
        for name in FILE_COLUMNS
        if before[name] != after[name]
    )
    return PlannedRow(row.line, title, Outcome.CHANGED if words else Outcome.SAME, row.content, words, held=held)


def left_to_write(plan: Iterable[PlannedRow]) -> list[PlannedRow]:
    return [row for row in plan if row.outcome in {Outcome.CREATED, Outcome.CHANGED}]


def stays_out(row: PlannedRow, now: ContactContent | None, problems: Sequence[Problem]) -> PlannedRow | None:
    """The row as it is refused after all, where somebody changed its contact, or erased its words, since it was
    planned; `now` is what is here."""
    words = told(problems)
    if not words and now == row.held:
        return None
    changed = REMOVED_SINCE if now is None else CHANGED_SINCE
    return replace(row, outcome=Outcome.REFUSED, words=words or (changed,), is_new=False)


def print_of(plan: Sequence[PlannedRow]) -> str:
    """Equal for two plans that do the same."""
    return digest([[row.line, row.outcome.value, row.content.to_dict(), *row.words] for row in plan])
