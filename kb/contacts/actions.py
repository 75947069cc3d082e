"""Keeping local contacts: the only writers of their tables.

A desk of this site is on every page, so it raises the edition of all content. One of an organisation is on the pages
of whoever chose it: those have it in their tags (kb/browse/validity.py).
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.actions import raise_edition
from kb.catalogue.erased_words import erased_problems
from kb.contacts import reading
from kb.contacts.document import LONGEST, ConfirmedContact, ContactContent, ContactRefused, DeskContent, folded
from kb.contacts.models import PARTS_OF_A_DESK, DefaultContact, LocalContact, NumberDoubt
from kb.contacts.organisations.actions import lock, name_those_of, rename_with
from kb.contacts.rights import NotYourContact, may_keep
from kb.lib.blanking import REMOVED
from kb.lib.dates import at_midnight
from kb.lib.portable import Problem


class ContactChanged(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Somebody saved or removed it since the page was opened."""

    def __init__(self) -> None:
        super().__init__("Somebody changed this contact since you opened the page. Read what it says now, then go on.")


@transaction.atomic
def save_contact(*, content: ContactContent, by: User | None, imported: str | None = None) -> LocalContact:
    """Create or change the contact of this kind and organisation. Raises ContactRefused, having written nothing.

    `imported` is the fingerprint to remember when it came from a file. Saving what is already there changes nothing.
    """
    if problems := [*content.problems(), *erased_problems(content)]:
        raise ContactRefused(problems)
    values = content.to_dict() | {"organisation_folded": folded(content.organisation)}
    if imported is not None:
        values["imported"] = imported
    existing = LocalContact.objects.filter(**values).first()
    if existing and not _confirmation(content, existing):
        return existing
    before = LocalContact.objects.filter(kind=content.kind, organisation_folded=values["organisation_folded"]).first()
    sure = _confirmation(content, before)
    _must_be_theirs(by, content, *([before.content] if before else []))
    lock(codes=[content.ods_code])
    name_those_of([content])
    contact, _ = LocalContact.objects.update_or_create(
        kind=values.pop("kind"), organisation_folded=values.pop("organisation_folded"), defaults=values | sure
    )
    audit.record(by=by, verb="saved contact", subject=str(contact), detail=_told(contact, content))
    return contact


def _confirmation(content: ContactContent, row: LocalContact | DefaultContact | None) -> dict[str, Any]:
    """The day that a file says, where it is later than the one that is known here. By whom, no file says."""
    known = row.confirmed_at if row else None
    if not isinstance(content, ConfirmedContact) or content.confirmed is None or not content.is_surer_than(known):
        return {}
    return {"confirmed_at": at_midnight(content.confirmed), "confirmed_by": None}


@transaction.atomic
def keep_contact(*, content: ContactContent, contact: LocalContact | None, since: str, by: User) -> LocalContact:
    """Add a contact, or change this one, also its organisation; whoever does it says that it is right.

    Raises ContactRefused, ContactChanged and NotYourContact, having written nothing.
    """
    if problems := [*content.problems(), *erased_problems(content)]:
        raise ContactRefused(problems)
    lock(codes=[content.ods_code])
    row = _unchanged(contact, since) if contact else LocalContact()
    before = row.content
    _must_be_theirs(by, content, *([before] if contact else []))
    same = LocalContact.objects.filter(kind=content.kind, organisation_folded=folded(content.organisation))
    if taken := same.exclude(pk=row.pk).first():
        raise ContactRefused([Problem("organisation", f"There is one already: {taken}. Find it in the list.")])
    for name, value in content.to_dict().items():
        setattr(row, name, value)
    row.organisation_folded = folded(content.organisation)
    row.confirmed_at, row.confirmed_by = timezone.now(), by
    row.save()
    name_those_of([content])
    rename_with(before=before, after=content)
    _settle_doubts(row)
    audit.record(by=by, verb="saved contact", subject=str(row), detail=_told(row, content))
    return row


def _must_be_theirs(by: User | None, *contents: ContactContent) -> None:
    """Nobody takes a contact of another organisation, and nobody gives theirs another code. None is the system."""
    if by is not None and not all(may_keep(by, content.ods_code) for content in contents):
        raise NotYourContact


def _settle_doubts(contact: LocalContact | DefaultContact) -> None:
    """Whoever saves it or says that it is right has looked at what readers say of it: that stands above the form."""
    NumberDoubt.objects.about(contact).open().update(settled_at=timezone.now())


def _unchanged(contact: LocalContact, since: str) -> LocalContact:
    row = LocalContact.objects.filter(pk=contact.pk).first()
    if row is None or row.content.fingerprint != since:
        raise ContactChanged
    return row


def _told(contact: LocalContact | DefaultContact, content: ContactContent) -> dict[str, Any]:
    """Of which contact it is told, whatever it is called later."""
    return {**content.to_dict(), "contact": reading.name_of(contact)}


@transaction.atomic
def save_default(*, content: ContactContent, since: str, by: User) -> DefaultContact:
    """What this site says of this desk from now on, instead of the settings. `since` is what was shown.

    Raises ContactRefused and ContactChanged, having written nothing.
    """
    if problems := [*content.desk_problems(), *erased_problems(content)]:
        raise ContactRefused(problems)
    raise_edition()
    if reading.default_contact(content.kind).fingerprint != since:
        raise ContactChanged
    values = {part: getattr(content, part) for part in PARTS_OF_A_DESK}
    sure = {"confirmed_at": timezone.now(), "confirmed_by": by}
    row, _ = DefaultContact.objects.update_or_create(kind=content.kind, defaults=values | sure)
    _settle_doubts(row)
    audit.record(by=by, verb="saved contact", subject=str(row), detail=_told(row, content))
    return row


@transaction.atomic
def save_desk(*, content: DeskContent, by: User | None, imported: str) -> DefaultContact:
    """A desk of this site as a file says it. Raises ContactRefused, having written nothing."""
    if problems := [*content.problems(), *erased_problems(content)]:
        raise ContactRefused(problems)
    raise_edition()
    values: dict[str, Any] = {part: getattr(content, part) for part in PARTS_OF_A_DESK} | {"imported": imported}
    sure = _confirmation(content, DefaultContact.objects.filter(kind=content.kind).first())
    row, _ = DefaultContact.objects.update_or_create(kind=content.kind, defaults=values | sure)
    audit.record(by=by, verb="saved contact", subject=str(row), detail=_told(row, content))
    return row


@transaction.atomic
def remove_desk(*, desk: DefaultContact, by: User | None) -> None:
    """It was taken out of its file. Removing what is gone changes nothing."""
    if row := DefaultContact.objects.filter(pk=desk.pk).first():
        remove_default(kind=row.kind, since=row.content.fingerprint, by=by)


@transaction.atomic
def remove_default(*, kind: str, since: str, by: User | None) -> None:
    """From now on the settings say it again. Raises ContactChanged."""
    raise_edition()
    row = DefaultContact.objects.filter(kind=kind).first()
    if row is None or row.content.fingerprint != since:
        raise ContactChanged
    said, subject = _told(row, row.content), str(row)
    row.delete()
    audit.record(by=by, verb="removed contact", subject=subject, detail=said)


@transaction.atomic
def confirm(*, contact: LocalContact | DefaultContact, since: str, by: User) -> None:
    """Somebody looked, and it is still right. Pages say what they said. Raises ContactChanged and NotYourContact."""
    rows: Any = type(contact)._default_manager.select_for_update().filter(pk=contact.pk)
    row = rows.first()
    if row is None or row.content.fingerprint != since:
        raise ContactChanged
    _must_be_theirs(by, row.content)
    rows.update(confirmed_at=timezone.now(), confirmed_by=by)
    _settle_doubts(row)
    audit.record(by=by, verb="confirmed contact", subject=str(row), detail={"contact": reading.name_of(row)})


@transaction.atomic
def remove_contact(*, contact: LocalContact, by: User | None) -> None:
    """Gone from the pages; the audit entry keeps what it said. Removing what is gone changes nothing. Raises
    NotYourContact."""
    removed = LocalContact.objects.filter(pk=contact.pk).first()
    if removed is None:
        return
    _must_be_theirs(by, removed.content)
    lock()
    said, (number_removed, _) = _told(removed, removed.content), removed.delete()
    if number_removed:  # nobody else has removed it since we looked
        audit.record(by=by, verb="removed contact", subject=str(removed), detail=said)


def _with_a_way(row: LocalContact | DefaultContact, changes: Mapping[str, Any]) -> dict[str, Any]:
    """One that can be reached no more says so in its place."""
    given = dict(changes)
    left = {name: given.get(name, getattr(row, name)) for name in ("phone", "email", "place", "out_of_hours_phone")}
    if not any(left.values()):
        given["place"] = REMOVED
    return given


def write_blanked_default(row: DefaultContact, changes: Mapping[str, Any]) -> None:
    """Words of it are erased."""
    DefaultContact.objects.filter(pk=row.pk).update(**_with_a_way(row, changes))


def write_blanked(row: LocalContact, changes: Mapping[str, Any]) -> None:
    """Words of it are erased; its name stays one of its kind."""
    given = _with_a_way(row, changes)
    if name := given.get("organisation"):
        same = LocalContact.objects.filter(kind=row.kind, organisation_folded=folded(name)).exclude(pk=row.pk)
        given["organisation"] = f"{name} {row.pk}"[: LONGEST["organisation"]] if same else name
        given["organisation_folded"] = folded(given["organisation"])
    LocalContact.objects.filter(pk=row.pk).update(**given)
