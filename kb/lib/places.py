"""Where words stand in all that the rooms hold, and taking them out of there."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import Model

from kb.lib import holders
from kb.lib.blanking import without
from kb.lib.holders import AT_ONCE, Holder
from kb.lib.redaction import Needle, redacted


@dataclass(frozen=True)
class HeldPlace:
    """One place in one row, named without the words. `stays` says why they are left there; else they are blanked.

    `path` is the column, and in JSON the part: `document.steps.2.body`. `mails`: the room and key under which mail
    about the row was posted.
    """

    what: str
    name: str
    path: str
    said: str
    table: str = ""
    row: int = 0
    stays: str = ""
    mails: tuple[str, str] | None = None


type Of = Callable[[Model], Iterable[HeldPlace]]


def find(needle: Needle) -> list[HeldPlace]:
    """Reads every text that is held, so it takes a while; nothing is locked."""
    return [*(place for holder in holders.every() for place in _in_table(holder, needle)), *_beside(needle)]


def _in_table(holder: Holder, needle: Needle) -> Iterator[HeldPlace]:
    for row in holder.model._base_manager.order_by("pk").iterator(AT_ONCE):
        yield from _in_row(holder, row, needle)


def _in_row(holder: Holder, row: Model, needle: Needle) -> Iterator[HeldPlace]:
    paths = [(column, path) for column in holder.columns for path in _redacted(holder, row, column, needle)[1]]
    if not paths:
        return
    name = holder.name(row)
    name = without(name, needle.spans(name), bare=needle.bare)
    mails = holder.blanking.mails(row) if holder.blanking.mails else None
    for column, path in paths:
        stays, said = holder.blanking.stays.get(column, ""), holder.blanking.say(path)
        yield HeldPlace(holder.what, name, path, said, holder.table, row.pk, stays, mails)


def _redacted(holder: Holder, row: Model, column: str, needle: Needle) -> tuple[object, tuple[str, ...]]:
    found = redacted(getattr(row, column), needle, name=column, kept=holder.blanking.kept)
    if not found.paths:
        return found.value, ()
    if column in holder.blanking.whole:
        return "", found.paths
    field = row._meta.get_field(column)
    longest = field.max_length if isinstance(field, models.CharField) else None
    return found.value[:longest] if longest else found.value, found.paths


def _beside(needle: Needle) -> Iterator[HeldPlace]:
    for keeper in holders.beside():
        yield from (HeldPlace(keeper.what, name, "", "") for name in keeper.found(needle))


# --- Blanking ------------------------------------------------------------------------------------------------------


@transaction.atomic
def blank(needle: Needle, places: Collection[HeldPlace]) -> list[HeldPlace]:
    """In the rows of these places, each read anew under its lock; answers where the words were by then."""
    rows = dict.fromkeys((place.table, place.row) for place in places if place.table and not place.stays)
    held = {holder.table: holder for holder in holders.every()}
    return [place for table, row in rows for place in _blank_row(held[table], row, needle)]


def _blank_row(holder: Holder, pk: int, needle: Needle) -> list[HeldPlace]:
    row = holder.model._base_manager.select_for_update().filter(pk=pk).first()
    if row is None:
        return []
    places = [place for place in _in_row(holder, row, needle) if not place.stays]
    columns = dict.fromkeys(place.path.partition(".")[0] for place in places)
    if columns:
        holder.blanking.write(row, {column: _redacted(holder, row, column, needle)[0] for column in columns})
    return places


def blank_beside(needle: Needle) -> list[HeldPlace]:
    """What is in no table is in no transaction."""
    return [HeldPlace(keeper.what, name, "", "") for keeper in holders.beside() for name in keeper.blank(needle)]
