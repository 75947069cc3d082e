"""Whose desk receives a report, and what is known of it: nothing is said that the settings do not say."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from kb.catalogue.models import Vendor
from kb.contacts.presenters import Phone, Reach, dial_address, reach
from kb.reports.models import Report

UNKNOWN_REPLY_TIME = "We cannot say when you will get a reply."


@dataclass(frozen=True, kw_only=True)
class Receiver(Reach):
    name: str
    email: str  # empty: nothing can be delivered, and the form says so
    is_outside: bool = False
    reply_time: str = ""

    @property
    def in_a_sentence(self) -> str:
        return self.name if self.is_outside else f"the {self.name}"

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
    return Receiver(
        name=settings.SERVICE_DESK_NAME,
        email=address(service),
        reply_time=settings.SERVICE_DESK_REPLY_TIME,
        **reach(
            now,
            hours=settings.SERVICE_DESK_HOURS,
            phone=settings.SERVICE_DESK_PHONE,
            out_of_hours_phone=settings.SERVICE_DESK_OUT_OF_HOURS_PHONE,
        ),
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
