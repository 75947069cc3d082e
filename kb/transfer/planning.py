"""What an import would do, thing by thing, before anything is written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from kb.catalogue.actions import address_problems
from kb.catalogue.choices import CodeKind
from kb.catalogue.entries import CodeEntry
from kb.catalogue.models import Edition
from kb.contacts.document import ConfirmedContact
from kb.transfer import checks, folder, kinds, reviews
from kb.transfer.items import FileProblem, Item, StoredItem
from kb.transfer.kinds import ContentKind
from kb.transfer.pictures import Picture

_NAMES = ("title", "name", "code", "label", "word", "phrase", "organisation", "slug")


class Fate(StrEnum):
    """What a file means for what is here."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    EDITED = "edited here"
    WITHDRAWN = "withdrawn here"

    @property
    def is_kept(self) -> bool:
        """What is here stays, unless somebody replaces it on purpose."""
        return self in {Fate.EDITED, Fate.WITHDRAWN}


@dataclass(frozen=True)
class Planned:
    """One thing of the files, with what the database has of it."""

    kind: ContentKind
    item: Item
    held: StoredItem | None

    @cached_property
    def fate(self) -> Fate:
        if self.held is None:
            return Fate.NEW
        if self.held.says(self.item.content):
            return Fate.CHANGED if self.is_review_only or self._is_surer else Fate.SAME
        if self.held.is_withdrawn:
            return Fate.WITHDRAWN
        return Fate.EDITED if self.held.is_changed_here else Fate.CHANGED

    @cached_property
    def is_review_only(self) -> bool:
        """The same words, with a newer review of them: nothing that was written here goes."""
        held = self.held
        if held is None or held.is_withdrawn or not self.item.beside or not held.says(self.item.content):
            return False
        return reviews.is_news(self.item.beside, held.row)

    @property
    def _is_surer(self) -> bool:
        """A contact that says the same, and somebody said later that it is right."""
        content = self.item.content
        return (
            isinstance(content, ConfirmedContact)
            and self.held is not None
            and content.is_surer_than(self.held.row.confirmed_at)
        )

    @property
    def key(self) -> str:
        """The same at each look, for whoever chooses what to take."""
        return f"{self.kind.name}: {self.kind.keys(self.item.content)[-1]}"

    @property
    def name(self) -> str:
        return name_of((self.held or self.item).content)

    @property
    def refusal(self) -> str:
        what = "withdrawn" if self.fate is Fate.WITHDRAWN else "changed"
        return f"{self.item.file}: the {self.kind.name} “{self.name}” was {what} here"

    @property
    def is_family_no_more(self) -> bool:
        content, held = self.item.content, self.held.content if self.held else None
        return isinstance(held, CodeEntry) and held.kind == CodeKind.FAMILY != content.kind


@dataclass(frozen=True)
class GoneRow:
    """A row that once came from the table and stands there no more."""

    kind: ContentKind
    held: StoredItem
    file: str

    @property
    def key(self) -> str:
        """With what is here now: who says that it goes has seen that, and nothing that somebody saved later."""
        content = self.held.content
        return f"{self.kind.name}: {self.kind.keys(content)[-1]} {content.fingerprint[:16]}"

    @property
    def name(self) -> str:
        return name_of(self.held.content)

    def __str__(self) -> str:
        return f"{self.file}: the {self.kind.name} “{self.name}”"


@dataclass
class Plan:
    """`wrong` are files and rows that are left out; `gone` is asked about, and stays unless somebody says otherwise."""

    planned: list[Planned] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    wrong: list[FileProblem] = field(default_factory=list)
    warnings: list[FileProblem] = field(default_factory=list)
    gone: list[GoneRow] = field(default_factory=list)
    edition: int = 0  # before anything was read of what is here

    def with_fate(self, *fates: Fate) -> list[Planned]:
        return [one for one in self.planned if one.fate in fates]


def name_of(content: Any) -> str:  # noqa: ANN401 - whatever travels
    return str(next(filter(None, (getattr(content, name, "") for name in _NAMES)), ""))


def plan_of(found: folder.Folder) -> Plan:
    """Everything of the folder, in the order in which it may be written."""
    edition = Edition.objects.current()
    plan = Plan(pictures=found.pictures, wrong=list(found.left_out), warnings=list(found.warnings), edition=edition)
    for kind in kinds.KINDS:
        items = found.of(kind)
        beside = kind.beside([item.content for item in items])
        planned = [Planned(kind, item, held) for item, held in zip(items, beside, strict=True)]
        plan.planned += sorted(planned, key=_place)
    plan.gone = list(_gone(found, plan.planned))
    return plan


def _place(planned: Planned) -> tuple[bool, bool]:
    """What leads to another of its kind comes after it: a code of a family, a question whose answers ask on, a
    phrase that names a list. What is a family no more comes when its codes have left it.
    """
    ways_on = (getattr(planned.item.content, name, ()) for name in ("family", "asks_on", "lists"))
    return planned.is_family_no_more, any(ways_on)


def _gone(found: folder.Folder, planned: Sequence[Planned]) -> Iterator[GoneRow]:
    """Rows that were made here never stood in the table, and nobody took them out of it."""
    there = {(one.kind.name, one.held.row.pk) for one in planned if one.held}
    broken = {problem.file for problem in (*found.problems, *found.left_out)}  # there a row may only be misspelt
    for kind, table in folder.TABLES:
        if table.file not in found.names or table.file in broken:
            continue
        for held in kind.held():
            if held.row.imported and (kind.name, held.row.pk) not in there:
                yield GoneRow(kind, held, table.file)


# --- What is wrong is left out, and what needs it too -----------------------------------------------------------------


def without_wrong(found: folder.Folder) -> folder.Folder:
    """The folder without the files and rows that have problems, looked at again until what is left has none.

    What leaned on one that is left out is left out with it, and says so by its own problem.
    """
    while found.problems:
        left_out, before = list(found.problems), sum(map(len, found.items.values()))
        for kind in kinds.KINDS:
            found.items[kind.name] = _renumbered(list(_sound(found.of(kind), found.problems)))
        found.left_out += left_out
        if sum(map(len, found.items.values())) == before:
            found.problems = []  # of files that hold nothing, such as an image
            break
        found.problems = checks.leaning({kind.name: found.of(kind) for kind in kinds.KINDS})
    found.left_out = sorted(set(found.left_out))
    return found


def _sound(items: Sequence[Item], problems: Sequence[FileProblem]) -> Iterator[Item]:
    """Of a table, a problem is one of the row that begins last before its line."""
    starts: dict[str, list[int]] = {}
    for item in items:
        starts.setdefault(item.file, []).append(item.line)
    wrong = {
        (problem.file, max((line for line in starts[problem.file] if line <= problem.line), default=0))
        for problem in problems
        if problem.file in starts
    }
    return (item for item in items if (item.file, item.line) not in wrong)


def _renumbered(items: list[Item]) -> list[Item]:
    """Rows of a table say their place in it, and are compared by their place among those that are left."""
    if not items or not hasattr(items[0].content, "position"):
        return items
    return [replace(item, content=replace(item.content, position=n)) for n, item in enumerate(items, 1)]


# --- Addresses that only the database knows ---------------------------------------------------------------------------


def taken_addresses(plan: Plan) -> list[FileProblem]:
    """An article whose address or reference another one has, which no file of the folder gives up."""
    articles = [one for one in plan.planned if one.kind is kinds.ARTICLES]
    given_up = {one.held.content.slug for one in articles if one.held}
    found: list[FileProblem] = []
    for one in articles:
        content, row = one.item.content, one.held.row if one.held else None
        if (row and content.slug == row.slug and content.reference == (row.reference or "")) or (
            content.slug in given_up
        ):
            continue
        found += map(one.item.problem, address_problems(content, row))
    return found


type Chooses = Callable[[Planned], bool]


def takes_all(*, replace: bool) -> Chooses:
    return lambda one: replace or not one.fate.is_kept


def takes_ticked(keys: Mapping[str, object] | frozenset[str]) -> Chooses:
    return lambda one: one.key in keys
