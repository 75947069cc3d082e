"""Keeping local contacts: the only writers of the table."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.actions import raise_edition
from kb.catalogue.erased_words import erased_problems
from kb.contacts.document import LONGEST, ContactContent, ContactRefused, folded
from kb.contacts.models import LocalContact
from kb.lib.blanking import REMOVED


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
    if existing := LocalContact.objects.filter(**values).first():
        return existing
    # The edition's row is also the lock: of two who save at once, the second waits here.
    raise_edition()
    contact, _ = LocalContact.objects.update_or_create(
        kind=values.pop("kind"), organisation_folded=values.pop("organisation_folded"), defaults=values
    )
    audit.record(by=by, verb="saved contact", subject=str(contact), detail=content.to_dict())
    return contact


@transaction.atomic
def remove_contact(*, contact: LocalContact, by: User | None) -> None:
    """Gone from the pages; the audit entry keeps what it said. Removing what is gone changes nothing."""
    removed = LocalContact.objects.filter(pk=contact.pk).first()
    if removed is None:
        return
    raise_edition()
    said, (number_removed, _) = removed.content.to_dict(), removed.delete()
    if number_removed:  # nobody else has removed it since we looked
        audit.record(by=by, verb="removed contact", subject=str(removed), detail=said)


def write_blanked(row: LocalContact, changes: Mapping[str, Any]) -> None:
    """Words of it are erased. One that can be reached no more says so in its place; its name stays one of its kind."""
    given = dict(changes)
    left = {name: given.get(name, getattr(row, name)) for name in ("phone", "email", "place", "out_of_hours_phone")}
    if not any(left.values()):
        given["place"] = REMOVED
    if name := given.get("organisation"):
        same = LocalContact.objects.filter(kind=row.kind, organisation_folded=folded(name)).exclude(pk=row.pk)
        given["organisation"] = f"{name} {row.pk}"[: LONGEST["organisation"]] if same else name
        given["organisation_folded"] = folded(given["organisation"])
    LocalContact.objects.filter(pk=row.pk).update(**given)
