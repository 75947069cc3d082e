"""Error codes as a CSV table: a row for each meaning of a code, read and written."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from kb.catalogue import codes
from kb.catalogue.choices import CodeKind
from kb.catalogue.codes import Family
from kb.catalogue.entries import SOLE_MEANING, CodeEntry, MeaningEntry
from kb.lib import safe_csv
from kb.transfer.items import FileProblem, Item
from kb.transfer.tables import Row, listed, rows_of

_SPELLINGS = ("spellings", "search_spellings")
COLUMNS = ("code", "kind", "family", "meaning_key", "meaning", "where", "acts", "source", "confidence", *_SPELLINGS)
# Where another try does harm; a table in which no meaning stops a person has no such column. So one without it says
# nothing of that, as files from before the column do: see `with_stops_here`.
STOP, STOPS = "stop", "yes"
WITH_STOPS = (*COLUMNS, STOP)
# Before a code could have several meanings. Such a file says nothing of what has no column: see `with_what_is_here`.
COLUMNS_BEFORE = ("code", "kind", "meaning", "where", *_SPELLINGS)

type _Found = Item[CodeEntry] | FileProblem


@dataclass(frozen=True)
class CodeTable:
    """`codes.csv`. Rows of one code stand together; its spellings stand in the row of the meaning that they choose.

    A spelling that chooses none stands in each row of its code. The order of codes is kept.
    """

    file: str = "codes.csv"

    def read(self, text: str) -> list[_Found]:
        columns, rows = rows_of(self.file, text, COLUMNS, WITH_STOPS, COLUMNS_BEFORE)
        if columns == COLUMNS_BEFORE:
            return _with_families(_completed(self._items([[row] for row in rows]), with_what_is_here))
        # What is wrong with a row parts those before it from those after it.
        together = groupby(rows, key=lambda row: row.cells["code"] if isinstance(row, Row) else row)
        found = self._items(_unless_apart(self.file, [list(held) for _, held in together]))
        return found if STOP in columns else _completed(found, with_stops_here)

    def _items(self, groups: Iterable[Sequence[Row | FileProblem]]) -> list[_Found]:
        found: list[_Found] = []
        for group in groups:
            rows = [row for row in group if isinstance(row, Row)]
            problems = [row for row in group if isinstance(row, FileProblem)] or list(self._faults(rows))
            found += problems or [self._item(rows, len(found) + 1)]
        return found

    def _faults(self, rows: Sequence[Row]) -> Iterator[FileProblem]:
        """What only the rows of a code together can have wrong."""
        first = rows[0].cells
        for row in rows:
            if row.cells.get(STOP, "") not in {"", STOPS}:
                yield FileProblem(self.file, row.line, f"Write {STOPS} under {STOP}, or nothing.")
        for row in rows if len(rows) > 1 else ():
            for name in ("kind", "family"):
                if row.cells[name] != first[name]:
                    yield FileProblem(self.file, row.line, f"Repeat the {name} of the row above: '{first[name]}'.")
            if not row.cells["meaning_key"]:
                message = f"{first['code']} has several meanings: give each a meaning_key, such as windows."
                yield FileProblem(self.file, row.line, message)
            for column in _SPELLINGS:
                for text in listed(row.cells[column]):
                    if 1 < _rows_with(rows, column, text) < len(rows):
                        message = (
                            f"'{text}' stands in some rows of {first['code']}: leave it in one, or put it in each."
                        )
                        yield FileProblem(self.file, row.line, message)

    def _item(self, rows: Sequence[Row], position: int) -> Item[CodeEntry]:
        first = rows[0].cells
        entry = CodeEntry(
            code=first["code"],
            kind=first["kind"].upper(),
            meanings=tuple(_meaning(row, rows) for row in rows),
            family=first.get("family", ""),
            spellings=_of_all(rows, "spellings"),
            search_spellings=_of_all(rows, "search_spellings"),
            position=position,
        )
        names = ("meanings", "code", *_SPELLINGS)
        lines = {f"{name}.{number}": row.line for number, row in enumerate(rows, 1) for name in names}
        return Item(entry, self.file, lines, rows[0].line)

    def write(self, rows: Iterable[CodeEntry]) -> str:
        held = [(entry, meaning) for entry in rows for meaning in entry.meanings]
        if not any(meaning.stops for _, meaning in held):
            return safe_csv.written([COLUMNS, *(_cells(*one) for one in held)], line_end="\n")
        cells = [(*_cells(entry, meaning), STOPS if meaning.stops else "") for entry, meaning in held]
        return safe_csv.written([WITH_STOPS, *cells], line_end="\n")


def _completed(found: Iterable[_Found], by: Callable[[CodeEntry, CodeEntry], CodeEntry]) -> list[_Found]:
    return [replace(one, completed=by) if isinstance(one, Item) else one for one in found]


def _unless_apart(file: str, groups: Iterable[list[Row | FileProblem]]) -> Iterator[list[Row | FileProblem]]:
    """A meaning of a code that stands apart from the others is named with the line where these are."""
    lines: dict[str, int] = {}
    for group in groups:
        first = group[0]
        if not isinstance(first, Row):
            yield group
        elif first.cells["meaning_key"] and (line := lines.get(first.cells["code"])):
            message = f"Put this under the other rows of {first.cells['code']}, which begin on line {line}."
            yield [FileProblem(file, first.line, message)]
        else:
            lines.setdefault(first.cells["code"], first.line)
            yield group


def _rows_with(rows: Sequence[Row], column: str, text: str) -> int:
    return sum(text in listed(row.cells[column]) for row in rows)


def _of_all(rows: Sequence[Row], column: str) -> tuple[str, ...]:
    """Spellings that stand in each row, and so choose no meaning."""
    return tuple(text for text in listed(rows[0].cells[column]) if _rows_with(rows, column, text) == len(rows))


def _meaning(row: Row, rows: Sequence[Row]) -> MeaningEntry:
    def own(column: str) -> tuple[str, ...]:
        return tuple(text for text in listed(row.cells[column]) if _rows_with(rows, column, text) < len(rows))

    return MeaningEntry(
        words=row.cells["meaning"],
        where=row.cells["where"],
        key=row.cells.get("meaning_key") or SOLE_MEANING,
        acts=row.cells.get("acts", "").upper(),
        source=row.cells.get("source", ""),
        confidence=row.cells.get("confidence", "").upper(),
        spellings=own("spellings"),
        search_spellings=own("search_spellings"),
        stops=row.cells.get(STOP) == STOPS,
    )


def _cells(entry: CodeEntry, meaning: MeaningEntry) -> tuple[str, ...]:
    is_sole = len(entry.meanings) == 1 and meaning.key == SOLE_MEANING
    return (
        entry.code,
        entry.kind.lower(),
        entry.family,
        "" if is_sole else meaning.key,
        meaning.words,
        meaning.where,
        meaning.acts.lower(),
        meaning.source,
        meaning.confidence.lower(),
        "; ".join((*entry.spellings, *meaning.spellings)),
        "; ".join((*entry.search_spellings, *meaning.search_spellings)),
    )


def _with_families(found: Sequence[_Found]) -> list[_Found]:
    """At that time a code was one of the family that held it: of several, the one with the longest stem. So is one that
    is not here yet."""
    families = []
    for item in found:
        if isinstance(item, Item) and item.content.kind == "FAMILY":
            with suppress(ValueError):  # a broken pattern is a problem of its own
                families.append((Family.parse(item.content.code), item.content.code))
    families.sort(key=lambda one: -len(one[0].stem))

    def with_family(item: _Found) -> _Found:
        if isinstance(item, FileProblem) or item.content.kind == "FAMILY":
            return item
        over = [display for family, display in families if family.holds(item.content.code)]
        return replace(item, content=replace(item.content, family=over[0])) if over else item

    return [with_family(item) for item in found]


def with_what_is_here(entry: CodeEntry, held: CodeEntry) -> CodeEntry:
    """A code of a file of that time, with what `held` says of it and the file has no column for: its family, the key,
    actor, source and confidence of its first meaning, its further meanings, and which of them a spelling chooses."""
    chosen_before = [(meaning, _keys(meaning)) for meaning in held.meanings or entry.meanings]
    first, *others = (replace(meaning, **_spelled(entry, keys.__contains__)) for meaning, keys in chosen_before)
    told = entry.meanings[0]
    chosen = set().union(*(keys for _, keys in chosen_before))
    return replace(
        entry,
        meanings=(replace(first, words=told.words, where=told.where), *others),
        family=held.family if entry.kind == CodeKind.EXACT else "",
        **_spelled(entry, lambda key: key not in chosen),
    )


def with_stops_here(entry: CodeEntry, held: CodeEntry) -> CodeEntry:
    """A code of a file that has no column for stops: a meaning that stops people here goes on stopping them. A lost
    stop locks cards; one too many is taken away with the column."""
    is_sole = len(entry.meanings) == len(held.meanings) == 1  # whatever its key is called
    stopped = {meaning.key for meaning in held.meanings if meaning.stops}
    meanings = (replace(one, stops=bool(stopped) if is_sole else one.key in stopped) for one in entry.meanings)
    return replace(entry, meanings=tuple(meanings))


def _keys(meaning: MeaningEntry) -> set[str]:
    return {codes.normal(text) for text in (*meaning.spellings, *meaning.search_spellings)}


def _spelled(entry: CodeEntry, is_wanted: Callable[[str], bool]) -> dict[str, Any]:
    """Its spellings with those keys."""
    return {name: tuple(text for text in getattr(entry, name) if is_wanted(codes.normal(text))) for name in _SPELLINGS}


CODES = CodeTable()
