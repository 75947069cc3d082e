"""What stands in the rows of an article, and how its values are read from JSON and written to it. Pure.

`more` of a document, and of each of its contents, is what a newer version of the product said there and this one does
not know: JSON in one canonical form. It is written back as it was read.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any, Protocol

from kb.catalogue import codes, fields
from kb.catalogue.fields import Part, PartKind
from kb.lib.portable import Problem
from kb.lib.text import slug_fault

SCHEMA = 1  # what this code reads
MOST_UNKNOWN = 20_000  # characters of what is not known, at one place
MOST_NESTED = 100  # lists within lists: what is deeper cannot be walked through


@dataclass(frozen=True)
class SourceContent:
    """Where the facts come from. `seen` is the address actually read: kept, never shown."""

    name: str
    title: str = ""
    address: str = ""
    dated: date | None = None
    seen: str = ""
    more: str = ""


@dataclass(frozen=True)
class SymptomContent:
    kind: str
    text: str
    more: str = ""

    @property
    def is_exact(self) -> bool:
        """Kept word for word: it is no Markdown, and people look it up as it stands."""
        return self.kind == "EXACT"


@dataclass(frozen=True)
class StepContent:
    """One fix step, or a snippet that stands in its place. `name` is its own across versions: see `step_names`.

    `codes` are those of the article's that it is for; `general` says that it suits them all. Most say neither.
    """

    audience: str
    title: str = ""
    body: str = ""
    applies_to: str = ""
    expected: str = ""
    snippet: str = ""
    name: str = ""
    codes: tuple[str, ...] = ()
    general: bool = False
    more: str = ""


@dataclass(frozen=True)
class AnsweredMeaning:
    """Which meaning of a code the article answers, by its key, where the code has several."""

    code: str
    key: str
    more: str = ""


def following(meanings: Iterable[AnsweredMeaning], answered: Iterable[str]) -> tuple[AnsweredMeaning, ...]:
    """In the order of the codes that the article answers. A code that is taken out takes its meaning along."""
    places = {codes.normal(code): place for place, code in enumerate(answered)}
    left = [one for one in meanings if one.key and codes.normal(one.code) in places]
    return tuple(sorted(left, key=lambda one: places[codes.normal(one.code)]))


def meaning_problems(meanings: Sequence[AnsweredMeaning], answered: Sequence[str]) -> Iterator[Problem]:
    """`answered` are the codes that the article answers."""
    places, before = {codes.normal(code): place for place, code in enumerate(answered)}, -1
    for number, meaning in enumerate(meanings, 1):
        place = places.get(codes.normal(meaning.code), -1)
        if place < 0:
            message = f"{meaning.code} is none of the codes that this article answers."
            yield Problem("meanings", message, number, "code")
        elif place <= before:
            yield Problem("meanings", "Name one meaning of a code, in the order of the codes.", number, "code")
        if fault := slug_fault(meaning.key):
            yield Problem("meanings", fault, number, "key")
        before = max(before, place)


CONTENTS: dict[str, type] = {
    "meanings": AnsweredMeaning,
    "sources": SourceContent,
    "symptoms": SymptomContent,
    "steps": StepContent,
}


class WithMore(Protocol):
    @property
    def more(self) -> str: ...


def written(parts: Sequence[Part], content: WithMore, *, is_counted: bool = False) -> dict[str, Any]:
    """Plain values that JSON can hold. A later part that says nothing is left out, at every depth.

    `is_counted`: for a fingerprint, in which what is not known adds nothing either where it says nothing.
    """
    known = {part.name: _plain(part, getattr(content, part.name), is_counted) for part in parts}
    unknown = unknown_in(content.more)
    return {
        **(_saying(unknown) if is_counted else unknown),
        **{part.name: known[part.name] for part in parts if known[part.name] or not part.is_later},
    }


def _plain(part: Part, value: Any, is_counted: bool) -> Any:  # noqa: ANN401 - whatever a part holds
    if part.name in CONTENTS:
        return [written(part.parts, row, is_counted=is_counted) for row in value]
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _saying(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Without what says nothing."""
    if isinstance(value, dict):
        return {name: said for name, held in value.items() if (said := _saying(held))}
    return [_saying(one) for one in value] if isinstance(value, list) else value


def name_codes_by_their_keys(values: dict[str, Any]) -> None:
    """In the plain values of a document: two spellings of a code are one."""
    for held in (values, *values["steps"]):
        for name in {"codes", "mentions"} & held.keys():
            held[name] = [codes.normal(code) for code in held[name]]
    for meaning in values.get("meanings", ()):
        meaning["code"] = codes.normal(meaning["code"])


# --- What is not known ---------------------------------------------------------------------------------------------


def unknown_in(more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(more) if more else {}
    return found


def more_of(unknown: Mapping[str, Any]) -> str:
    if not unknown:
        return ""
    return json.dumps(unknown, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def more_from(name: str, text: str) -> str:
    """Out of a form or a file, in which anybody may have written it: of the article (no name) or of a row of a list.

    Raises ValueError for what is too long, is no JSON, names a part that has its own place, or could not be read again.
    """
    parts = fields.of(name).parts if name else (*fields.ARTICLE, fields.SCHEMA)
    if len(text) > MOST_UNKNOWN:
        raise ValueError(f"{len(text)} characters are too many: {MOST_UNKNOWN} at most")
    unknown = json.loads(text, parse_constant=_no_number, parse_float=_finite) if text else {}
    if not isinstance(unknown, dict):
        raise TypeError('names and values are wanted, such as {"colour": "red"}')
    if known := sorted(unknown.keys() & {part.name for part in parts}):
        raise ValueError(f"{known[0]} has a place of its own")
    if not name and not is_read_here(unknown.get("needs", SCHEMA)):
        raise ValueError(f"needs can be {SCHEMA} at most, which is what this version reads")
    if _depth(unknown) > MOST_NESTED:
        raise ValueError(f"there are more than {MOST_NESTED} lists within lists")
    return more_of(unknown)


def is_read_here(schema: object) -> bool:
    return type(schema) is int and 0 < schema <= SCHEMA


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number")


def _finite(text: str) -> float:
    if not isfinite(number := float(text)):
        raise ValueError(f"{text} is too large a number")
    return number


def _depth(value: object) -> int:
    """How many stand within each other, asked of one layer after the other, however many there are."""
    depth, layer = 0, [value]
    while layer := [one for one in layer if isinstance(one, dict | list)]:
        depth += 1
        layer = [inner for one in layer for inner in (one.values() if isinstance(one, dict) else one)]
    return depth


# --- Out of JSON ---------------------------------------------------------------------------------------------------


def read(parts: Iterable[Part], given: object) -> dict[str, Any]:
    """The values that a content is made of. Raises TypeError or ValueError where one is not what it should be."""
    if not isinstance(given, Mapping):
        raise TypeError(f"{given!r} holds no parts")
    known = {part.name: part for part in parts}
    values = {name: _value(known[name], value) for name, value in given.items() if name in known}
    return values | {"more": more_of({name: value for name, value in given.items() if name not in known})}


def content_from(name: str, given: object) -> Any:  # noqa: ANN401 - a row of that list
    """A row out of JSON."""
    return CONTENTS[name](**read(fields.of(name).parts, given))


def source_from(given: Mapping[str, Any]) -> SourceContent:
    """A source out of JSON."""
    return SourceContent(**read(fields.of("sources").parts, given))


def _value(part: Part, value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds, whatever a part holds
    if part.kind in {PartKind.ROWS, PartKind.NAMES}:
        return _several(part, value)
    if part.kind is PartKind.DAY:
        return _day(value)
    if type(value) is not (bool if part.kind is PartKind.FLAG else str):
        raise TypeError(f"{part.name} cannot be {value!r}")
    return value


def _several(part: Part, value: object) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"{part.name} is no list")
    if part.name in CONTENTS:
        return tuple(content_from(part.name, row) for row in value)
    if not all(isinstance(one, str) for one in value):
        raise TypeError(f"{part.name} can hold texts only")
    return tuple(value)


def _day(value: object) -> date | None:
    if value is None or type(value) is date:
        return value
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no day")
    return date.fromisoformat(value)
