"""What is known of a place that somebody chose: one plain statement for each of their pages."""

from collections import OrderedDict
from dataclasses import dataclass, fields
from threading import Lock

from django.db import connection
from django.http import HttpRequest

from kb.contacts.document import ContactContent, ContactKind
from kb.contacts.models import Organisation
from kb.contacts.place.rules import PLACE_COOKIE, code_of
from kb.lib.holders import follow_erasures

MOST_OFFERED = 20
MOST_REMEMBERED = 1000
_PARTS = tuple(field.name for field in fields(ContactContent))
# The desk that is called as the organisation is comes before that of a site with the same code.
_STATEMENT = (
    f"SELECT o.code, o.name, c.id, {', '.join(f'c.{part}' for part in _PARTS)}"  # noqa: S608 - names of ours
    " FROM contacts_organisation o LEFT JOIN contacts_localcontact c ON c.ods_code = o.code"
    " WHERE o.code = %s ORDER BY CASE WHEN c.organisation_folded = o.name_folded THEN 0 ELSE 1 END, c.id"
)


@dataclass(frozen=True)
class PlaceDesk:
    """A desk of the place, and the number of its row."""

    pk: int
    content: ContactContent


@dataclass(frozen=True)
class Workplace:
    """Where somebody works; None for a desk that nobody has entered, so the site's own stands in."""

    code: str
    name: str
    it_desk: PlaceDesk | None = None
    ra: PlaceDesk | None = None

    @property
    def desks(self) -> tuple[PlaceDesk | None, PlaceDesk | None]:
        return self.it_desk, self.ra


_lately: OrderedDict[str, Workplace] = OrderedDict()
_lock = Lock()


def forget() -> None:
    """For tests, each of which has a database of its own; and after an erasure."""
    with _lock:
        _lately.clear()


follow_erasures(forget)


def code_asked(request: HttpRequest) -> str:
    """What the cookie says; nothing where it says nothing that could be a code."""
    return code_of(request.COOKIES.get(PLACE_COOKIE, ""))


def place_of(request: HttpRequest) -> Workplace | None:
    """Where whoever asks works, as far as they chose a place that is known. Without a cookie, no statement."""
    code = code_asked(request)
    return place_called(code) if code else None


def place_called(code: str) -> Workplace | None:
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, [code])
        rows = cursor.fetchall()
    place = _read(rows) if rows else None
    with _lock:
        _lately.pop(code, None)
        if place:
            _lately[code] = place
            if len(_lately) > MOST_REMEMBERED:
                _lately.popitem(last=False)
    return place


def place_lately(request: HttpRequest) -> Workplace | None:
    """The same as this process read it last, without asking the database."""
    with _lock:
        return _lately.get(code_asked(request))


def _read(rows: list[tuple]) -> Workplace:
    code, name = rows[0][:2]
    desks: dict[str, PlaceDesk] = {}
    for _, _, pk, *parts in rows:
        if pk is not None:
            content = ContactContent(**dict(zip(_PARTS, parts, strict=True)))
            desks.setdefault(content.kind, PlaceDesk(pk, content))
    return Workplace(code, name, desks.get(ContactKind.IT), desks.get(ContactKind.RA))


def offered(text: str) -> list[Organisation]:
    """Organisations that match what was typed, the likeliest first; one more than is shown, so that a page knows."""
    return list(Organisation.objects.matching(text)[: MOST_OFFERED + 1])
