"""What a file holds, with the place of each part, so that every problem can be named by file and line; and the same
thing as the database has it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol

from kb.catalogue.contents import CONTENTS, more_from
from kb.catalogue.fields import MORE, Part, PartKind
from kb.lib.portable import Problem
from kb.notices import plain
from kb.notices.document import NoticeContent


@dataclass(frozen=True, order=True)
class FileProblem:
    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.message}"


@dataclass(frozen=True)
class Item[Content]:
    """One article, snippet, notice or row, as a file has it."""

    content: Content
    file: str
    lines: Mapping[str, int] = field(default_factory=dict)
    line: int = 1
    # Where the form of the file has no place for some of it: what it says, with what is here of the rest.
    completed: Callable[[Content, Content], Content] | None = None
    beside: Any = None  # what stands in the file and is no part of the content: the review of an article

    def problem(self, problem: Problem) -> FileProblem:
        return self.problem_at(problem.path, problem.message)

    def problem_at(self, name: str, message: str) -> FileProblem:
        """`name` as checks say it, `steps.2.body`: the line of that part, or of the nearest that holds it."""
        return FileProblem(self.file, nearest(self.lines, name, self.line), message)


def nearest(lines: Mapping[str, int], name: str, otherwise: int = 1) -> int:
    """The line of the part, or that of what holds it where the part is missing."""
    while name and name not in lines:
        name = name.rpartition(".")[0]
    return lines.get(name, otherwise)


class Portable(Protocol):
    """What every travelling thing can say of itself."""

    @property
    def fingerprint(self) -> str: ...

    def problems(self) -> Iterable[Problem]: ...


@dataclass(frozen=True)
class StoredItem:
    """A thing as the database has it; the row keeps the fingerprint of the file it last came from."""

    content: Any
    row: Any
    is_withdrawn: bool = False
    place: int = 0
    elsewhere: Any = None  # as a file says it, where that is something else: withdrawn articles stay behind

    @property
    def in_file(self) -> Any:  # noqa: ANN401 - whatever travels
        return self.elsewhere or self.content

    @property
    def _fingerprints(self) -> set[str]:
        """What it says, with the position of its row and with its place among those of the files.

        Of a row in a table only the order counts: rows of our own may stand between those of the file.
        """
        said = [self.content, *([self.elsewhere] if self.elsewhere else [])]
        if self.place and hasattr(self.content, "position"):
            said += [replace(one, position=self.place) for one in said]
        return {one.fingerprint for one in said}

    @property
    def is_changed_here(self) -> bool:
        """Withdrawn counts too: a file does not bring back what somebody here took away."""
        return self.is_withdrawn or self.row.imported not in self._fingerprints

    def says(self, content: Portable) -> bool:
        """A notice may have updates on top: those published here stay, whatever a file says."""
        if isinstance(content, NoticeContent) and set(content.updates) <= set(self.content.updates):
            content = replace(content, updates=self.content.updates)
        return content.fingerprint in self._fingerprints

    def _remembered(self, content: Portable) -> str:
        return (self.content if hasattr(self.content, "position") else content).fingerprint

    def learns(self, content: Portable) -> bool:
        """Whether it would be news that a file says the same."""
        return not self.is_withdrawn and self.row.imported != self._remembered(content)

    def adopt(self, content: Portable) -> bool:
        """Remember that a file says the same, so that a later file may follow it. True if that was news.

        Nothing that anybody reads changes, so this is no action with a version and an audit entry. Of a row in a table
        its own position is remembered: its place is another in each file.
        """
        if not self.learns(content):
            return False
        said = self._remembered(content)
        type(self.row).objects.filter(pk=self.row.pk).update(imported=said)
        return True


class ValueBroken(ValueError):  # noqa: N818 - named for what went wrong, like every exception of the house
    """A value of the front matter is not of its form."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


class Values:
    """The values of a front matter, read as what they should be; raises ValueBroken with what to do.

    `within` is the entry of the front matter in which they stand, such as `sources.2.`: there the line is known.
    """

    def __init__(self, values: Mapping[str, Any], known: Sequence[str], within: str = "") -> None:
        self._values = values
        self._within = within
        for name in values:
            if name not in known:
                raise self.broken(name, f"'{name}' is not a part of this. Known are {', '.join(known)}.")

    def broken(self, name: str, message: str) -> ValueBroken:
        return ValueBroken(f"{self._within}{name}", message)

    def text(self, name: str) -> str:
        value = self._values.get(name, "")
        if not isinstance(value, str):
            raise self.broken(name, f"Write {name} as one line of text.")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._values.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.broken(name, f"Write {name} as a list, one line each: '- …'.")
        if "" in value:
            raise self.broken(f"{name}.{value.index('') + 1}", "Take out the empty line of this list.")
        return tuple(value)

    def choice(self, name: str, default: str = "") -> str:
        return self.text(name).upper() or default

    def boolean(self, name: str) -> bool:
        value = self.text(name).lower()
        if value not in {"", "true", "false"}:
            raise self.broken(name, f"{name} must be true, or be left out.")
        return value == "true"

    def day(self, name: str) -> date | None:
        return self._read(name, date.fromisoformat, "a day such as 2026-05-18")

    def moment(self, name: str) -> datetime | None:
        return self._read(name, plain.moment, "a time such as 2026-05-18T08:00:00+01:00")

    def _read[Read](self, name: str, read: Callable[[str], Read], form: str) -> Read | None:
        text = self.text(name)
        try:
            return read(text) if text else None
        except plain.Unclear as unclear:
            raise self.broken(name, str(unclear)) from None
        except ValueError:
            raise self.broken(name, f"'{text}' is not {form}.") from None

    def of(self, part: Part) -> Any:  # noqa: ANN401 - whatever the part holds
        match part.kind:
            case PartKind.ROWS if part.name in CONTENTS:
                held = self.mappings(part.name, [*(one.name for one in part.parts), "more"])
                return tuple(row._content(part) for row in held)
            case PartKind.ROWS | PartKind.NAMES:
                return self.texts(part.name)
            case PartKind.FLAG:
                return self.boolean(part.name)
            case PartKind.DAY:
                return self.day(part.name)
            case PartKind.CHOICE:
                return self.choice(part.name, part.otherwise)
        return self.text(part.name)

    def _content(self, part: Part) -> Any:  # noqa: ANN401 - a row of that list
        values = {one.name: self.of(one) for one in part.parts}
        return CONTENTS[part.name](**values, more=self.more("more", part.name))

    def more(self, name: str, of_list: str) -> str:
        """What a newer version said and this one does not know: of the article, or of a row of the list."""
        try:
            return more_from(of_list, self.text(name))
        except (TypeError, ValueError, RecursionError) as error:
            raise self.broken(name, f"This was written by a newer version, and cannot be read: {error}.") from None

    def mappings(self, name: str, known: Sequence[str]) -> tuple["Values", ...]:
        held = self._values.get(name) or []
        if not isinstance(held, list) or not all(isinstance(item, dict) for item in held):
            raise self.broken(name, f"Write {name} as a list of entries with {', '.join(known)}.")
        return tuple(Values(item, known, f"{self._within}{name}.{number}.") for number, item in enumerate(held, 1))

    def mapping(self, name: str, known: Sequence[str]) -> "Values | None":
        held = self._values.get(name)
        if not held:
            return None
        if not isinstance(held, dict):
            raise self.broken(name, f"Write {name} as an entry with {', '.join(known)}.")
        return Values(held, known, f"{self._within}{name}.")


def without_blanks(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def front_value(part: Part, value: Any) -> Any:  # noqa: ANN401 - whatever the part holds, whatever YAML holds
    """As a front matter says it: `Values.of` reads it back."""
    if part.name in CONTENTS:
        shown = (*part.parts, MORE)
        return [without_blanks({one.name: front_value(one, getattr(row, one.name)) for one in shown}) for row in value]
    if part.kind is PartKind.CHOICE:
        return value.lower()
    return list(value) if isinstance(value, tuple) else value
