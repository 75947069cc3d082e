"""What stands in the rows of an article, and how its values are read from JSON and written to it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kb.catalogue import fields
from kb.catalogue.fields import Part, PartKind


@dataclass(frozen=True)
class SourceContent:
    """Where the facts come from. `seen` is the address actually read: kept, never shown."""

    name: str
    title: str = ""
    address: str = ""
    dated: date | None = None
    seen: str = ""


@dataclass(frozen=True)
class SymptomContent:
    kind: str
    text: str

    @property
    def is_exact(self) -> bool:
        """Kept word for word: it is no Markdown, and people look it up as it stands."""
        return self.kind == "EXACT"


@dataclass(frozen=True)
class StepContent:
    """One fix step, or a snippet that stands in its place."""

    audience: str
    title: str = ""
    body: str = ""
    applies_to: str = ""
    expected: str = ""
    snippet: str = ""


CONTENTS: dict[str, type] = {"sources": SourceContent, "symptoms": SymptomContent, "steps": StepContent}


def written(parts: Iterable[Part], content: object) -> dict[str, Any]:
    """Plain values that JSON can hold."""
    return {part.name: _plain(part, getattr(content, part.name)) for part in parts}


def _plain(part: Part, value: Any) -> Any:  # noqa: ANN401 - whatever a part holds
    if part.kind is PartKind.ROWS and not part.is_texts:
        return [written(part.parts, row) for row in value]
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def read(parts: Iterable[Part], given: object) -> dict[str, Any]:
    """The values that a content is made of. Raises TypeError or ValueError where one is not what it should be."""
    if not isinstance(given, Mapping):
        raise TypeError(f"{given!r} holds no parts")
    known = {part.name: part for part in parts}
    return {name: _value(known[name], value) if name in known else value for name, value in given.items()}


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
