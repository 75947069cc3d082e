"""Shelves, common problems, words, synonyms, answers, organisations, contacts, desks, templates as CSV tables."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from kb.catalogue.glossary import WordEntry
from kb.catalogue.shelf_entries import CategoryEntry, ServiceEntry, VendorEntry
from kb.catalogue.start import ShortcutEntry
from kb.contacts.document import ConfirmedContact, ContactContent, DeskContent, OrganisationContent
from kb.lib import safe_csv
from kb.lib.email_address import tidied
from kb.notices.template_document import TemplateContent
from kb.search.answers.document import AnswerEntry
from kb.search.synonyms import SynonymEntry
from kb.transfer.items import FileProblem, Item

type Cells = dict[str, str]
type Columns = tuple[str, ...]


def listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _is_true(cells: Cells, column: str) -> bool:
    value = cells[column].lower()
    if value not in {"", "true", "false"}:
        raise ValueError(f"{column} must be true or false.")
    return value == "true"


def _addresses(cells: Cells) -> tuple[str, ...]:
    return listed(cells.get("addresses", ""))


def _service(cells: Cells, position: int) -> ServiceEntry:
    plain = (cells["slug"], cells["name"], cells["summary"])
    return ServiceEntry(*plain, _is_true(cells, "on_home"), position, _addresses(cells))


def _category(cells: Cells, position: int) -> CategoryEntry:
    return CategoryEntry(cells["slug"], cells["name"], cells["summary"], position, _addresses(cells))


def _vendor(cells: Cells, position: int) -> VendorEntry:
    plain = {name: cells[name] for name in ("slug", "name", "product", "website", "phone", "email", "summary")}
    plain["email"] = tidied(plain["email"])
    return VendorEntry(**plain, tell=listed(cells["tell"]), position=position, addresses=_addresses(cells))


def _shortcut(cells: Cells, position: int) -> ShortcutEntry:
    return ShortcutEntry(cells["label"], cells["article"], position, cells.get("question", ""))


def _synonym(cells: Cells, position: int) -> SynonymEntry:
    return SynonymEntry(cells["group"], cells["phrase"], _is_true(cells, "one_way"), position)


def _answer(cells: Cells, position: int) -> AnswerEntry:
    return AnswerEntry(cells["slug"], cells["phrase"], cells["leads_to"].lower(), cells["which"], position)


def _word(cells: Cells, position: int) -> WordEntry:
    plain = {name: cells[name] for name in ("slug", "word", "meaning", "stands_for", "more", "source")}
    return WordEntry(
        **plain, spellings=listed(cells["spellings"]), in_steps=_is_true(cells, "in_steps"), position=position
    )


def _organisation(cells: Cells, position: int) -> OrganisationContent:
    return OrganisationContent.from_dict(cells)


def _confirmed(cells: Cells) -> date | None:
    """Spreadsheets write a day their own way when they save a table."""
    text = cells.get("confirmed", "")
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        with suppress(ValueError):
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
    if text:
        raise ValueError(f"'{text}' is not a day such as 2026-11-22. It says when the contact was confirmed last.")
    return None


def _contact(cells: Cells, position: int) -> ConfirmedContact:
    said = {name: text for name, text in cells.items() if name != "confirmed"}
    return ConfirmedContact(**ContactContent.from_dict(said).to_dict(), confirmed=_confirmed(cells))


def _desk(cells: Cells, position: int) -> DeskContent:
    return DeskContent(**vars(_contact(cells, position)))


def _template(cells: Cells, position: int) -> TemplateContent:
    plain = {name: cells[name] for name in ("slug", "title", "short_title", "summary")}
    chosen = {name: cells[name].upper() for name in ("kind", "severity")}
    return TemplateContent(**plain, **chosen, services=listed(cells["services"]), position=position)


@dataclass(frozen=True)
class Row:
    """What one row says, by its columns, and the line on which it begins."""

    cells: Cells
    line: int


def rows_of(file: str, text: str, *headings: Columns) -> tuple[Columns, list[Row | FileProblem]]:
    """The first line, which must be one of the headings, and the rows under it."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[Row | FileProblem] = []
    columns, line = headings[0], 1
    try:
        columns = tuple(next(reader, []))
        if columns not in headings:
            return headings[0], [FileProblem(file, 1, f"{_differs(columns, headings[0])}{_first_line(headings[0])}")]
        line = reader.line_num + 1
        for cells in reader:
            if any(map(str.strip, cells)):  # an empty line is no row, nor is one of commas, as spreadsheets write it
                found.append(_row(file, columns, cells, line))
            line = reader.line_num + 1
    except csv.Error as error:
        found.append(FileProblem(file, line, f"This row is not CSV: {error}."))
    return columns, found


def _first_line(heading: Columns) -> str:
    return f"The first line must be {','.join(heading)}."


def _differs(columns: Columns, heading: Columns) -> str:
    """Excel writes another sign between the cells where the comma is the decimal sign, and so do other programs."""
    for sign, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(columns) == 1 and sign in columns[0]:
            return f"The cells of this file are parted by {called}: save it as CSV with commas. "
    missing = [name for name in heading if name not in columns]
    unknown = [name for name in columns if name not in heading]
    if not columns or len(missing) == len(heading):
        return ""
    said = [f"There is no column {', '.join(missing)}. "] if missing else []
    said += [f"No column is called {', '.join(unknown)}. "] if unknown else []
    return "".join(said) or "The columns stand in another order, or twice. "


def _row(file: str, columns: Columns, cells: Sequence[str], line: int) -> Row | FileProblem:
    if len(cells) != len(columns):
        return FileProblem(file, line, f"There are {len(cells)} cells; there must be {len(columns)}.")
    return Row({name: safe_csv.as_meant(cell.strip()) for name, cell in zip(columns, cells, strict=True)}, line)


@dataclass(frozen=True)
class Table[Content]:
    """One CSV file: its columns, how a row is read, and how it is written back. The order of rows is kept."""

    file: str
    columns: Columns
    read_row: Callable[[Cells, int], Content]
    older_columns: Columns = ()  # of files from before a column was added
    further: str = ""  # a last column that is written only where a row says something in it
    chosen: Columns = ()  # columns of which the database has capitals

    def read(self, text: str) -> list[Item[Content] | FileProblem]:
        older = [self.older_columns] if self.older_columns else []
        older += [(*self.columns, self.further)] if self.further else []
        _, rows = rows_of(self.file, text, self.columns, *older)
        return [self._item(row, position) if isinstance(row, Row) else row for position, row in enumerate(rows, 1)]

    def _item(self, row: Row, position: int) -> Item[Content] | FileProblem:
        try:
            return Item(self.read_row(row.cells, position), self.file, line=row.line)
        except ValueError as error:
            return FileProblem(self.file, row.line, str(error))

    def write(self, rows: Iterable[Content]) -> str:
        rows, columns = [*rows], self.columns
        if self.further and any(getattr(row, self.further) for row in rows):
            columns = (*columns, self.further)
        cells = ([self._cell(row, column) for column in columns] for row in rows)
        return safe_csv.written([columns, *cells], line_end="\n")

    def _cell(self, row: Content, column: str) -> str:
        text = _said(getattr(row, column))
        return text.lower() if column in self.chosen else text


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "; ".join(value)
    return str(value)


SERVICES = Table("services.csv", ("slug", "name", "summary", "on_home"), _service, further="addresses")
CATEGORIES = Table("categories.csv", ("slug", "name", "summary"), _category, further="addresses")
VENDORS = Table(
    "vendors.csv",
    ("slug", "name", "product", "website", "phone", "email", "summary", "tell"),
    _vendor,
    further="addresses",
)
SHORTCUTS = Table("shortcuts.csv", ("label", "article", "question"), _shortcut, older_columns=("label", "article"))
WORDS = Table("words.csv", ("slug", "word", "stands_for", "meaning", "spellings", "in_steps", "more", "source"), _word)
SYNONYMS = Table("synonyms.csv", ("group", "phrase", "one_way"), _synonym)
ANSWERS = Table("answers.csv", ("slug", "phrase", "leads_to", "which"), _answer)
ORGANISATIONS = Table("organisations.csv", ("code", "name"), _organisation)
CONTACTS = Table(
    "contacts.csv",
    ("kind", "organisation", "ods_code", "name", "phone", "email", "place", "hours", "out_of_hours_phone"),
    _contact,
    further="confirmed",
)
DESKS = Table(
    "desks.csv",
    ("kind", "name", "phone", "email", "place", "hours", "out_of_hours_phone"),
    _desk,
    further="confirmed",
)
NOTICE_TEMPLATES = Table(
    "notice-templates.csv",
    ("slug", "title", "short_title", "kind", "severity", "summary", "services"),
    _template,
    chosen=("kind", "severity"),
)
