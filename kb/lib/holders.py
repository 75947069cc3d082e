"""What each room holds of what people wrote. A room says it when the site starts; who looks for a person, or removes
what has had its time, walks all of it and imports no room."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from itertools import chain, count
from operator import or_
from typing import Any, Protocol

from django.apps import apps
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import IContains

from kb.lib.email_address import tidied
from kb.lib.redaction import Needle

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


type Changes = Mapping[str, Any]  # by column


def _plain_write(row: Model, changes: Changes) -> None:
    """A table whose rows are never changed refuses it: its room says how it is done there."""
    type(row)._default_manager.filter(pk=row.pk).update(**changes)


def with_a_free(column: str, *, taken: Callable[[str], bool] = lambda _: False) -> Callable[[Any, Changes], None]:
    """Writes a table in which no two rows have the same there: with a number where another has it."""

    def write(row: Model, changes: Changes) -> None:
        rows, given = type(row)._default_manager.all(), dict(changes)
        if text := given.get(column):
            tried = chain([text], (f"{text}-{number}" for number in count(2)))
            given[column] = next(one for one in tried if not rows.filter(**{column: one}).exists() and not taken(one))
        rows.filter(pk=row.pk).update(**given)

    return write


def _by_its_name(path: str) -> str:
    return path.replace("_", " ")


@dataclass(frozen=True)
class Blanking:
    """How words are blanked in a table, where that is not plain.

    `stays`: columns in which they are left, each with the reason. `whole`: columns that mean nothing in part, such as
    an address. `kept`: parts of JSON that hold no words. `write` changes a row, `say` names a path such as
    `document.steps.2.body`, and `mails` tells under which room and key mail about a row was posted.
    """

    stays: Mapping[str, str] = field(default_factory=dict)
    whole: tuple[str, ...] = ()
    kept: frozenset[str] = frozenset()
    write: Callable[[Any, Changes], None] = _plain_write
    say: Callable[[str], str] = _by_its_name
    mails: Callable[[Any], tuple[str, str]] | None = None


@dataclass(frozen=True)
class Holder:
    """The texts of one table. `kept` is the line of docs/retention.md that says how long they are."""

    table: str  # as Django calls it: "outbox.Delivery"
    columns: tuple[str, ...]
    what: str  # a row, in plain words
    kept: str
    name: Callable[[Any], str]
    blanking: Blanking = Blanking()

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


class WordKeeper(Protocol):
    """Words in no table. `found` names each place, and `blank` takes them out of it and names those that it changed."""

    what: str

    def found(self, needle: Needle) -> list[str]: ...

    def blank(self, needle: Needle) -> list[str]: ...


_holders: dict[str, Holder] = {}
_beside: dict[WordKeeper, None] = {}
_followers: dict[Callable[[], object], None] = {}
_chores: dict[Chore, None] = {}


def hold(
    table: str,
    *columns: str,
    what: str,
    kept: str,
    name: Callable[[Any], str] = str,
    blanking: Blanking = Blanking(),
) -> None:
    """Called in a room's `ready()`, once for each of its tables with texts."""
    _holders[table] = Holder(table, columns, what, kept, name, blanking)


def hold_beside(keeper: "WordKeeper") -> None:
    """What holds words in no table, such as a folder of files."""
    _beside[keeper] = None


def follow_erasures(*tidy: Callable[[], object]) -> None:
    """What a room has made of texts and keeps, in memory or in rows of its own: called when some were blanked."""
    _followers.update(dict.fromkeys(tidy))


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


def beside() -> tuple[WordKeeper, ...]:
    return tuple(_beside)


def followers() -> tuple[Callable[[], object], ...]:
    return tuple(_followers)


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
