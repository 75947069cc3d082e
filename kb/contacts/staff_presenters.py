"""Contacts as their keepers see them: who said that they are right, and when."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from kb.accounts.audit.reading import AuditLine, lines
from kb.accounts.models import AuditEntry
from kb.contacts import reading
from kb.contacts.document import ContactContent, ContactKind
from kb.contacts.models import DefaultContact, LocalContact, NumberDoubt
from kb.contacts.presenters import ContactCard, shown
from kb.contacts.rules import is_unsure
from kb.lib import dates

FROM_SETTINGS = "As the settings of this site say."
NOBODY = "Nobody has said yet that this is right."


@dataclass(frozen=True, kw_only=True)
class KeptContact:
    """One contact with its addresses; `seen` is which state of it the page shows."""

    title: str
    sure: str
    is_unsure: bool
    seen: str
    address: str
    card: ContactCard
    ods_code: str = ""
    still_right: str = ""
    remove: str = ""
    removes: str = ""  # what the button for it says
    is_of_settings: bool = False
    lines: list[AuditLine] = field(default_factory=list)
    doubts: tuple[NumberDoubt, ...] = ()


def _sure(contact: LocalContact | DefaultContact, now: datetime) -> str:
    if contact.confirmed_at is None:
        return NOBODY
    by = f" by {contact.confirmed_by.name}" if contact.confirmed_by else ""
    said = f"Confirmed{by} on {dates.day(contact.confirmed_at)}"
    return f"{said}, more than a year ago. Is it still right?" if is_unsure(contact.confirmed_at, now) else f"{said}."


def of_organisation(contact: LocalContact, now: datetime) -> KeptContact:
    return KeptContact(
        title=contact.organisation,
        ods_code=contact.ods_code,
        sure=_sure(contact, now),
        is_unsure=is_unsure(contact.confirmed_at, now),
        seen=contact.content.fingerprint,
        address=reverse("contacts:contact", args=[contact.pk]),
        card=shown(contact, now),
        still_right=reverse("contacts:still-right", args=[contact.pk]),
        remove=reverse("contacts:remove", args=[contact.pk]),
        removes="Remove this contact",
    )


def of_this_site(kind: str, now: datetime) -> KeptContact:
    row = DefaultContact.objects.select_related("confirmed_by").filter(kind=kind).first()
    content = row.content if row else reading.of_the_settings(kind)
    at = [kind.lower()]
    return KeptContact(
        title=ContactKind(kind).label,
        sure=_sure(row, now) if row else FROM_SETTINGS if content.is_known else "",
        is_unsure=is_unsure(row.confirmed_at, now) if row else True,
        seen=content.fingerprint,
        address=reverse("contacts:default", args=at),
        card=shown(content, now),
        still_right=reverse("contacts:default-still-right", args=at) if content.is_known else "",
        remove=reverse("contacts:default-remove", args=at) if row else "",
        removes="Go back to what the settings say",
        is_of_settings=row is None,
    )


def preview(content: ContactContent, now: datetime) -> ContactCard:
    """As readers would see it at this moment."""
    return shown(content, now)


def history(entries: Iterable[AuditEntry]) -> list[AuditLine]:
    return lines(entries)
