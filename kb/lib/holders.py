"""What each room holds of what people wrote. A room says it when the site starts; who looks for a person, or removes
what has had its time, walks all of it and imports no room."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import IContains

from kb.lib.email_address import tidied

AT_ONCE = 500
CONTENT = "What is published, and its versions"  # a line of docs/retention.md that several rooms name
_PLAIN_WORD = re.compile(r"[a-z0-9]{2,}")

type Chore = Callable[[datetime], object]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


@dataclass(frozen=True)
class Person:
    """Whom to look for: an email address, a name, or both. Either of them is enough."""

    email: str = ""
    name: str = ""

    # Compared here and not in the database: SQLite knows capitals of the English letters only.
    def is_who_told(self, email: str, name: str) -> bool:
        by_email = bool(self.email) and tidied(email).casefold() == tidied(self.email).casefold()
        wanted = self.name.casefold().split()
        return by_email or (bool(wanted) and set(wanted) <= set(name.casefold().split()))

    def words(self) -> list[str]:
        """The address as it was typed and as it is kept, which differ for a domain like exämple.org."""
        return [_folded(words) for words in {self.email: 0, tidied(self.email): 0, self.name: 0} if words.strip()]

    def is_named_in(self, text: str) -> bool:
        folded = _folded(text)
        return any(words in folded for words in self.words())


@dataclass(frozen=True)
class Holder:
    """The texts of one table. `kept` is the line of docs/retention.md that says how long they are."""

    table: str  # as Django calls it: "outbox.Delivery"
    columns: tuple[str, ...]
    what: str  # a row, in plain words
    kept: str
    name: Callable[[Any], str]

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.table)

    def about(self, person: Person) -> list[str]:
        """The names of the rows that name the person."""
        rows = self.model._default_manager.filter(_may_hold(person, self.columns)).order_by("pk").iterator(AT_ONCE)
        found = (row for row in rows if any(map(person.is_named_in, self._texts(row))))
        return list(dict.fromkeys(self.name(row) for row in found))

    def _texts(self, row: Model) -> Iterator[str]:
        for column in self.columns:
            yield from _strings(getattr(row, column))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def _may_hold(person: Person, columns: tuple[str, ...]) -> Q:
    """Spares reading every row: the longest run of English letters of what is sought stands in one of the columns.

    Capitals of these letters alone are the same to both databases, and they stand as they are in JSON too.
    """
    longest = [max(_PLAIN_WORD.findall(words), key=len, default="") for words in person.words()]
    if not longest:
        return Q(pk__in=[])
    if not all(longest):
        return Q()
    texts = [Cast(column, TextField()) for column in columns]
    return reduce(or_, (Q(IContains(text, word)) for word in longest for text in texts))


_holders: dict[str, Holder] = {}
_chores: dict[Chore, None] = {}


def hold(table: str, *columns: str, what: str, kept: str, name: Callable[[Any], str] = str) -> None:
    """Called in a room's `ready()`, once for each of its tables with texts."""
    _holders[table] = Holder(table, columns, what, kept, name)


def forget(*chores: Chore) -> None:
    """What removes from a room what has had its time. Each must bear that several workers do it at the same time."""
    _chores.update(dict.fromkeys(chores))


def some_of[Row: Model](old: QuerySet[Row], most: int | None = None) -> QuerySet[Row]:
    """The first of what has had its time, to be removed in one transaction; the rest goes another time.

    So no transaction holds SQLite's only writer for long. Rows that another worker has in hand are passed over: two
    sweeps must never wait for each other.
    """
    keys = old.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True)[: most or AT_ONCE]
    return old.model._default_manager.filter(pk__in=list(keys))


def every() -> tuple[Holder, ...]:
    return tuple(_holders.values())


def chores() -> tuple[Chore, ...]:
    return tuple(_chores)


@dataclass(frozen=True)
class HeldText:
    """`names` are those of the rows."""

    what: str
    kept: str
    names: list[str]


def about(person: Person, *, but: str) -> list[HeldText]:
    """What names the person in all rooms but one."""
    found = (HeldText(h.what, h.kept, h.about(person)) for h in every() if not h.table.startswith(f"{but}."))
    return [held for held in found if held.names]
