"""The desks of this site: as its people wrote them, else as the settings say; and what was done with a contact."""

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db.models import Q, QuerySet

from kb.accounts.models import AuditEntry
from kb.contacts.document import ContactContent, ContactKind
from kb.contacts.models import DefaultContact, LocalContact, NumberDoubt

type DefaultContacts = tuple[ContactContent, ContactContent]

_last: dict[str, ContactContent] = {}


def forget() -> None:
    """For tests, each of which has a database of its own."""
    global _last  # noqa: PLW0603
    _last = {}


def default_contacts() -> DefaultContacts:
    """The IT desk and the Registration Authority of this site; blank parts where nobody has said. One query; while the
    database is away, as they were last."""
    global _last  # noqa: PLW0603 - one for the process, replaced whole
    try:
        known = {row.kind: row.content for row in DefaultContact.objects.all()}
    except (OperationalError, InterfaceError):
        return contacts_lately()
    _last = known
    return _both(known)


def contacts_lately() -> DefaultContacts:
    """The same as this process read them last, without asking the database."""
    return _both(_last)


def _both(known: dict[str, ContactContent]) -> DefaultContacts:
    it_desk, ra = (known.get(kind) or of_the_settings(kind) for kind in (ContactKind.IT, ContactKind.RA))
    return it_desk, ra


def of_the_settings(kind: str) -> ContactContent:
    """What a site begins with: the settings are read while no row says it."""
    return ContactContent.from_dict({"kind": kind} | (settings.IT_DESK if kind == ContactKind.IT else settings.RA_DESK))


def default_contact(kind: str) -> ContactContent:
    row = DefaultContact.objects.filter(kind=kind).first()
    return row.content if row else of_the_settings(kind)


def name_of(contact: LocalContact | DefaultContact) -> str:
    """By which the audit trail knows it, whatever it is called."""
    return contact.kind if isinstance(contact, DefaultContact) else str(contact.pk)


def history(contact: LocalContact | DefaultContact) -> QuerySet[AuditEntry]:
    """What was done with it, the newest first; before contacts had a page, by what it is called."""
    about = Q(detail__contact=name_of(contact)) | Q(subject=str(contact))
    return AuditEntry.objects.newest_first().filter(about, verb__endswith=" contact")


def number_of_doubts() -> int:
    """Numbers that a reader called wrong, and nobody has looked at."""
    return NumberDoubt.objects.open().count()
