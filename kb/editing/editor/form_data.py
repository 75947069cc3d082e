"""The form of the editor and the document it is about: one into the other and back. Pure.

A form is names with the values that were sent. What stands in rows is named by its row: `steps.2.body`; a row in which
nothing stands is no part of the document.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from kb.catalogue import codes, fields
from kb.catalogue.contents import CONTENTS, following, more_from
from kb.catalogue.document import ArticleDocument
from kb.catalogue.fields import Part, PartKind
from kb.catalogue.step_names import each_its_own
from kb.lib.dates import read_day

type Data = Mapping[str, Sequence[str]]

LISTS = fields.names(PartKind.NAMES)
PICKS = ("codes", "mentions", "related")  # those that have a box for one more
NEW_CODE = ("code", "meaning", "where", "other_meaning", "other_where")  # what is typed of one that is not known
# What a newer version said of a row and this one does not know travels with the row.
_BESIDE = {name: ("more",) if name in CONTENTS else () for name in fields.ROWS}
ROWS = {name: (*(one.name for one in part.parts), *_BESIDE[name]) for name, part in fields.ROWS.items()}
# What a row has from the start: it alone makes none.
_CHOSEN = {(name, "more") for name in CONTENTS} | {
    (name, one.name)
    for name, part in fields.ROWS.items()
    for one in part.parts
    if one.kind in {PartKind.CHOICE, PartKind.NAMES, PartKind.FLAG} or not one.is_read
}
# Parts of a row that hold several names.
LISTED = {(name, one.name) for name, part in fields.ROWS.items() for one in part.parts if one.kind is PartKind.NAMES}
_ROW = re.compile(r"(?P<list>[a-z]+)\.(?P<number>[0-9]{1,4})\.(?P<part>[a-z_]+)")
_BETWEEN = re.compile(r"[,;\n]")


def first(data: Data, name: str) -> str:
    values = data.get(name) or ("",)
    return values[0]


def has_new_code(data: Data) -> bool:
    return any(first(data, f"newcode.{name}").strip() for name in NEW_CODE)


def line(text: str) -> str:
    """A text that has no lines: whatever was pasted."""
    return " ".join(text.splitlines()).strip()


def text_of(text: str) -> str:
    """Several lines with plain ends, and nothing but words at either end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip()


def _sent_in_row(name: str, part: str, values: Sequence[str]) -> str:
    """Several of a list as lines of one text."""
    return "\n".join(values) if (name, part) in LISTED else next(iter(values), "")


def rows_of(data: Data, name: str) -> list[dict[str, str]]:
    """The rows of a list in their order, also those in which nothing stands."""
    found: dict[int, dict[str, str]] = {}
    for key in data:
        match = _ROW.fullmatch(key)
        if match and match["list"] == name and match["part"] in ROWS[name]:
            found.setdefault(int(match["number"]), {})[match["part"]] = _sent_in_row(name, match["part"], data[key])
    return [found[number] for number in sorted(found)]


def is_blank(name: str, row: Mapping[str, str]) -> bool:
    return not any(value.strip() for part, value in row.items() if (name, part) not in _CHOSEN)


def _part(name: str, part: str, value: str) -> str:
    """As the document has it, but for a day."""
    if part == "more":
        return more(name, value)
    shape = fields.of(name).part(part)
    if shape.kind is PartKind.DAY:
        day = read_day(value)
        return day.isoformat() if day else ""
    if shape.kind is PartKind.NAMES:
        return "\n".join(dict.fromkeys(filter(None, map(line, value.split("\n")))))
    return text_of(value) if shape.has_lines else line(value)


def more(name: str, text: str) -> str:
    """What the page carried. It came from a document, so what is none of ours was written by somebody else."""
    try:
        return more_from(name, text)
    except (TypeError, ValueError, RecursionError):
        return ""


def _filled(data: Data, name: str) -> dict[int, dict[str, str]]:
    """The rows in which something stands, each by its place among all, counted from 1."""
    rows = ({part: _part(name, part, row.get(part, "")) for part in ROWS[name]} for row in rows_of(data, name))
    return {place: row for place, row in enumerate(rows, 1) if not is_blank(name, row)}


def _rows(data: Data, name: str) -> Iterable[dict[str, str]]:
    return _filled(data, name).values()


class FormPaths:
    """Where a form has what its document calls `steps.2.body`: there, rows in which nothing stands count too.

    Each list of the form is read once, however many paths are asked for.
    """

    def __init__(self, data: Data) -> None:
        self._data = data
        self._places: dict[str, list[int]] = {}

    def of(self, path: str) -> str:
        name, _, rest = path.partition(".")
        number, _, part = rest.partition(".")
        if name not in ROWS or not number.isdecimal():
            return path
        if name not in self._places:
            self._places[name] = [*_filled(self._data, name)]
        places = dict(enumerate(self._places[name], 1))
        return ".".join(filter(None, (name, str(places.get(int(number), number)), part)))


def typed(data: Data, name: str) -> tuple[str, ...]:
    """What stands in the box for one more."""
    found = filter(None, map(line, _BETWEEN.split(first(data, f"{name}.new"))))
    return tuple(dict.fromkeys(found))


def listed(data: Data, name: str) -> tuple[str, ...]:
    """What was picked, and what stands in the box for one more: it counts whether or not the button was pressed."""
    found = filter(None, map(line, data.get(name, ())))
    return tuple(dict.fromkeys([*found, *typed(data, name)]))


def as_they_stood(chosen: Iterable[str], before: Iterable[str]) -> tuple[str, ...]:
    """Boxes are sent in the order of the page: what was chosen before keeps its order, and what is new follows."""
    chosen = tuple(chosen)
    return tuple(dict.fromkeys([*(value for value in before if value in chosen), *chosen]))


def _row(part: Part, row: Mapping[str, str]) -> Any:  # noqa: ANN401 - a row of that list
    if part.is_texts:
        return row["text"]
    return CONTENTS[part.name](
        **{**row, **{one.name: _UNLIKE[one.kind](row[one.name]) for one in part.parts if one.kind in _UNLIKE}}
    )


# What a row holds otherwise than as the text that was sent.
_UNLIKE: dict[PartKind, Callable[[str], Any]] = {
    PartKind.DAY: read_day,
    PartKind.FLAG: bool,
    PartKind.NAMES: lambda text: tuple(filter(None, text.split("\n"))),
}


def _value(part: Part, data: Data) -> Any:  # noqa: ANN401 - whatever the part holds
    value = first(data, part.name)
    match part.kind:
        case PartKind.NAMES:
            return listed(data, part.name)
        case PartKind.ROWS:
            rows = tuple(_row(part, row) for row in _rows(data, part.name))
            return each_its_own(rows) if part.name == "steps" else rows
        case PartKind.DAY:
            return read_day(value)
        case PartKind.FLAG:
            return value in {"on", "yes"}
        case PartKind.CHOICE:
            return line(value) or part.otherwise
    return text_of(value) if part.has_lines else line(value)


def with_meanings(data: Data, several: Iterable[str]) -> dict[str, Sequence[str]]:
    """The form with a row for each of its codes that has several meanings, in their order, and for no other."""
    said = {codes.normal(row.get("code", "")): row for row in rows_of(data, "meanings")}
    kept: dict[str, Sequence[str]] = {name: held for name, held in data.items() if not name.startswith("meanings.")}
    for number, code in enumerate([code for code in listed(data, "codes") if code in several], 1):
        row = said.get(codes.normal(code), {})
        for part in ("key", "more"):
            kept[f"meanings.{number}.{part}"] = [row.get(part, "")]
        kept[f"meanings.{number}.code"] = [code]
    return kept


def document_from(data: Data) -> ArticleDocument:
    """Never refuses: what is wrong with a text is said beside it, and the text is kept."""
    values = {part.name: _value(part, data) for part in fields.ARTICLE}
    values["meanings"] = following(values["meanings"], values["codes"])
    return ArticleDocument(**values, more=more("", first(data, "more")))


def with_days_kept(document: ArticleDocument, data: Data, before: ArticleDocument) -> ArticleDocument:
    """A box for a day in which something stands that is none takes no day away: what was kept before stays."""
    kept: dict[str, Any] = {}
    for name in broken_days(data):
        if row := _ROW.fullmatch(name):
            of_list, number, part = row["list"], int(row["number"]), row["part"]
            kept[of_list] = tuple(
                _with_day_kept(one, getattr(before, of_list), part) if place == number else one
                for place, one in zip(
                    _filled(data, of_list), kept.get(of_list, getattr(document, of_list)), strict=True
                )
            )
        else:
            kept[name] = getattr(before, name)
    return replace(document, **kept)


def _with_day_kept(row: Any, rows: Iterable[Any], part: str) -> Any:  # noqa: ANN401 - a row of any list
    """The row with the day that one of the rows before has, which is the same but for this part."""
    same = (old for old in rows if replace(old, **{part: None}) == replace(row, **{part: None}))
    return replace(row, **{part: getattr(next(same, row), part)})


def _sent(value: object) -> list[str]:
    """What a box that holds this sends."""
    if isinstance(value, bool):
        return ["on"] if value else []
    if isinstance(value, tuple):
        return list(value)
    return [value.isoformat() if isinstance(value, date) else str(value or "")]


def _sent_rows(part: Part, rows: Iterable[object]) -> dict[str, list[str]]:
    return {
        f"{part.name}.{number}.{one.name}": _sent(row if part.is_texts else getattr(row, one.name))
        for number, row in enumerate(rows, 1)
        for one in (*part.parts, *([fields.MORE] if part.name in CONTENTS else []))
    }


def data_from(document: ArticleDocument) -> dict[str, list[str]]:
    """What a form that says just this would send."""
    found: dict[str, list[str]] = {"more": [document.more]}
    for part in fields.ARTICLE:
        value = getattr(document, part.name)
        found |= _sent_rows(part, value) if part.kind is PartKind.ROWS else {part.name: _sent(value)}
    return found


def _is_day(name: str) -> bool:
    part: Part | None
    if row := _ROW.fullmatch(name):
        of_list = fields.ROWS.get(row["list"])
        part = next((one for one in of_list.parts if one.name == row["part"]), None) if of_list else None
    else:
        part = fields.BY_NAME.get(name)
    return part is not None and part.kind is PartKind.DAY


def broken_days(data: Data) -> list[str]:
    """The names of fields in which something stands that is no day: a document cannot hold it."""
    names = filter(_is_day, data)
    return [name for name in names if first(data, name).strip() and read_day(first(data, name)) is None]
