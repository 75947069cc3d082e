"""Whose desk receives a report, and what is known of it: nothing is said that the settings do not say."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from kb.catalogue.models import Vendor
from kb.contacts.hours import in_words
from kb.contacts.presenters import BANK_HOLIDAYS, Phone, dial_address, open_words, week_of
from kb.reports.models import Report

UNKNOWN_REPLY_TIME = "We cannot say when you will get a reply."


@dataclass(frozen=True)
class Receiver:
    name: str
    email: str  # empty: nothing can be delivered, and the form says so
    is_outside: bool = False
    phones: tuple[Phone, ...] = ()  # the one to ring now comes first
    is_open: bool | None = None  # None: the hours are not known
    status: str = ""  # Open now, until 6pm
    hours: tuple[str, ...] = ()
    hours_note: str = ""
    reply_time: str = ""

    @property
    def can_be_reached(self) -> bool:
        return bool(self.email)

    @property
    def hours_words(self) -> str:
        return "; ".join(self.hours) or "We do not know its opening hours."

    @property
    def reply_words(self) -> str:
        return f"You usually get a reply {self.reply_time}." if self.reply_time else UNKNOWN_REPLY_TIME


def address(service: str, *, outside: str = "") -> str:
    """Where the report is sent; empty when no desk is set. `outside`: a vendor's slug, where the form named it."""
    supplier = settings.REPORT_ROUTES_OUTSIDE.get(outside, "")
    return supplier or settings.REPORT_ROUTES.get(service, "") or settings.SERVICE_DESK_EMAIL


def is_outside(email: str) -> bool:
    return bool(email) and email in settings.REPORT_ROUTES_OUTSIDE.values()


def receiver(service: str, *, now: datetime, outside: str = "") -> Receiver:
    if outside in settings.REPORT_ROUTES_OUTSIDE:
        return _supplier(outside)
    week = week_of(settings.SERVICE_DESK_HOURS)
    is_open = week.state(now).is_open if week else None
    return Receiver(
        name=settings.SERVICE_DESK_NAME,
        email=address(service),
        phones=_phones(is_closed=is_open is False),
        is_open=is_open,
        status=open_words(week, now) if week else "",
        hours=in_words(week) if week else (),
        hours_note=BANK_HOLIDAYS if week and not week.is_always_open else "",
        reply_time=settings.SERVICE_DESK_REPLY_TIME,
    )


def receiver_of(report: Report, now: datetime) -> Receiver:
    """Who received a report that was filed, by the address it was sent to."""
    suppliers = settings.REPORT_ROUTES_OUTSIDE.items()
    outside = next((slug for slug, email in suppliers if email == report.sent_to), "")
    return receiver(report.service.slug if report.service else "", now=now, outside=outside)


def _supplier(slug: str) -> Receiver:
    """A company outside: its hours are its own affair, and its phone is what the catalogue says."""
    vendor = Vendor.objects.filter(slug=slug).first()
    phone = vendor.phone if vendor else ""
    return Receiver(
        name=vendor.name if vendor else slug,
        email=settings.REPORT_ROUTES_OUTSIDE[slug],
        is_outside=True,
        phones=(Phone("Phone", phone, dial_address(phone)),) if phone else (),
    )


def _phones(*, is_closed: bool) -> tuple[Phone, ...]:
    given = (
        ("Phone", settings.SERVICE_DESK_PHONE),
        ("Out of hours phone", settings.SERVICE_DESK_OUT_OF_HOURS_PHONE),
    )
    phones = [Phone(label, number, dial_address(number)) for label, number in given if number]
    return tuple(reversed(phones)) if is_closed else tuple(phones)
