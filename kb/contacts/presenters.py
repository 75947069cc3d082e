"""Contacts in the words of the page: who, how to reach them, and whether they are there now."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from kb.contacts import reading
from kb.contacts.bank_holidays import is_bank_holiday
from kb.contacts.document import ContactContent, ContactKind, folded
from kb.contacts.hours import HoursError, in_words, parse
from kb.contacts.models import LocalContact, Organisation
from kb.contacts.place.reading import Workplace, place_lately, place_of
from kb.contacts.rules import FROM_OUTSIDE
from kb.contacts.week import Week
from kb.lib.dates import MIDNIGHT, WEEKDAYS, clock, in_london

AS_ON_SUNDAYS, CLOSED_AS_ON_SUNDAYS = "On bank holidays as on Sundays.", "Closed on bank holidays, as on Sundays."
LEAST_DIALLED = 9
DESKS = ("it", "ra")  # as addresses name those of this site


@dataclass(frozen=True)
class Phone:
    label: str
    number: str
    href: str  # "tel:…"; nothing where it cannot be dialled from any phone


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How somebody can be rung, and whether they are there now."""

    phones: tuple[Phone, ...] = ()  # the one to ring now comes first
    is_open: bool | None = None  # None: the hours are not known
    status: str = ""  # Open now, until 6pm
    hours: tuple[str, ...] = ()
    hours_note: str = ""


@dataclass(frozen=True, kw_only=True)
class ContactCard(Reach):
    kind: str
    heading: str
    known: bool
    organisation: str = ""
    name: str = ""
    email: str = ""
    place: str = ""
    change: str = ""  # where whoever reads this may change it
    wrong: str = ""  # where anybody else says that it is wrong
    at: str = ""  # where the reader works, if they said so
    choose: str = ""  # where they say so; nothing while there is nothing to choose
    lines: str = ""  # what stands in for all lines of its own, while a body is made that serves many places


def shown(contact: ContactContent | LocalContact, now: datetime) -> ContactCard:
    content = contact.content if isinstance(contact, LocalContact) else contact
    kind = ContactKind(content.kind)
    if not content.is_known:
        return ContactCard(kind=kind, heading=kind.label, known=False)
    return ContactCard(
        kind=kind,
        heading=kind.label,
        known=True,
        organisation=content.organisation,
        # A desk whose name is what it is says it once.
        name="" if folded(content.name) == folded(kind.label) else content.name,
        email=content.email,
        place=content.place,
        **reach(now, hours=content.hours, phone=content.phone, out_of_hours_phone=content.out_of_hours_phone),
    )


def to_mend(card: ContactCard, which: str, *, page: str, change_at: str = "") -> ContactCard:
    """With the way to a right number: for whoever may change it, else for whoever sees that it is wrong.

    `which` is it, ra, or the number of a contact; `page` is where they are; `change_at` the name of the page on which
    they change it, if it is theirs to change.
    """
    if name := change_at:
        return replace(card, change=f"{reverse(name, args=[which])}?{urlencode({'back': page})}")
    return replace(card, wrong=f"{reverse('contacts:wrong-number', args=[which])}?{urlencode({'page': page})}")


def default_cards(
    now: datetime, contacts: tuple[ContactContent, ContactContent] | None = None
) -> tuple[ContactCard, ContactCard]:
    """The IT desk and the Registration Authority as pages show them at this moment; without `contacts`, one query."""
    it_desk, ra = contacts or reading.default_contacts()
    return shown(it_desk, now), shown(ra, now)


def desks_at(
    place: Workplace | None, defaults: tuple[ContactContent, ContactContent]
) -> list[tuple[str, ContactContent]]:
    """The IT desk and the Registration Authority, each with how addresses name it."""
    own = place.desks if place else (None, None)
    return [
        (str(desk.pk), desk.content) if desk else (which, default)
        for which, desk, default in zip(DESKS, own, defaults, strict=True)
    ]


def card_at(content: ContactContent, now: datetime, place: Workplace | None, choose: str) -> ContactCard:
    """Whose desk it is stands above it, so a desk that is called as its organisation is says that once."""
    card = shown(content, now)
    at = place.name if place else ""
    return replace(card, at=at, choose=choose, organisation="" if card.organisation == at else card.organisation)


def choosing(back: str, *, has_places: bool) -> str:
    """Where somebody says where they work, to come back then; nothing while there is nothing to choose."""
    return f"{reverse('contacts:place')}?{urlencode({'next': back})}" if has_places else ""


def cards_here(request: HttpRequest, now: datetime) -> tuple[ContactCard, ContactCard]:
    """Those of whoever asks, for a page that no cache keeps; while the database is away, as they were last."""
    try:
        place = place_of(request)
        has_places = place is not None or Organisation.objects.exists()
    except (OperationalError, InterfaceError):
        place, has_places = place_lately(request), False
    choose = choosing(request.path, has_places=has_places)
    desks = desks_at(place, reading.default_contacts())
    it_desk, ra = (card_at(content, now, place, choose) for _, content in desks)
    return it_desk, ra


def national_desk() -> Reach | None:
    """How the service desk of the settings is rung. Its hours stand beside, not whether it is open now."""
    given = (("Phone", settings.SERVICE_DESK_PHONE), ("Out of hours phone", settings.SERVICE_DESK_OUT_OF_HOURS_PHONE))
    phones = tuple(Phone(label, number, dial_address(number)) for label, number in given if number)
    week = week_of(settings.SERVICE_DESK_HOURS)
    return Reach(phones=phones, hours=in_words(week) if week else ()) if phones else None


def reach(now: datetime, *, hours: str, phone: str, out_of_hours_phone: str) -> dict[str, Any]:
    """The parts of a Reach."""
    given = (("Phone", phone), ("Out of hours phone", out_of_hours_phone))
    phones = tuple(Phone(label, number, dial_address(number)) for label, number in given if number)
    week = week_of(hours)
    if week is None:
        return {"phones": phones}
    is_open = week.state(now).is_open
    return {
        "phones": phones if is_open else phones[::-1],
        "is_open": is_open,
        "status": open_words(week, now),
        "hours": in_words(week),
        "hours_note": _on_bank_holidays(week),
    }


def _on_bank_holidays(week: Week) -> str:
    """Where the hours do not say it themselves."""
    if week.is_always_open or week.on_holidays is not None:
        return ""
    return AS_ON_SUNDAYS if week.is_open_on_sundays else CLOSED_AS_ON_SUNDAYS


def next_turn(contact: ContactContent, now: datetime) -> datetime | None:
    """When somebody comes or goes next, which changes what `shown` says; the days in its words turn at midnight."""
    week = week_of(contact.hours)
    state = week.state(now) if week else None
    return (state.until or state.opens) if state else None


@lru_cache(maxsize=1024)
def week_of(hours: str) -> Week | None:
    """Hours that cannot be read are not known: the actions and a system check refuse them earlier."""
    try:
        return parse(hours)
    except HoursError:
        return None


def dial_address(number: str) -> str:
    """For a number from outside, without the extension or the words behind it; nothing for any other."""
    for found in FROM_OUTSIDE.finditer(number.replace("(0)", "")):
        dialled = re.sub(r"[^0-9+]", "", found[0])
        if len(dialled) >= LEAST_DIALLED:
            return f"tel:{dialled}"
    return ""


def open_words(week: Week, now: datetime) -> str:
    """Open now, until 6pm."""
    state = week.state(now)
    if state.until:
        return f"Open now, until {_when(state.until, now)}"
    if state.opens:
        why = " (bank holiday)" if is_bank_holiday(in_london(now).date()) else ""
        return f"Closed now{why}: opens {_when(state.opens, now)}"
    return "Open 24 hours"


def _when(moment: datetime, now: datetime) -> str:
    """8am, 8am tomorrow, 8am on Monday. Midnight belongs to the day that ends with it."""
    local = in_london(moment)
    day = local.date() - timedelta(days=1) if local.time() == MIDNIGHT else local.date()
    days_ahead = (day - in_london(now).date()).days
    if days_ahead <= 0:
        return clock(local)
    if days_ahead == 1:
        return f"{clock(local)} tomorrow"
    if days_ahead < len(WEEKDAYS):
        return f"{clock(local)} on {WEEKDAYS[day.weekday()]}"
    return f"{clock(local)} next {WEEKDAYS[day.weekday()]}"
