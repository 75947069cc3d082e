"""Keeping organisations: the only writers of their table."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from kb.accounts import audit
from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.catalogue.actions import raise_edition
from kb.catalogue.erased_words import erased_problems
from kb.contacts.document import ContactContent, ContactRefused, OrganisationContent, folded
from kb.contacts.models import ContactsEdition, LocalContact, Organisation
from kb.contacts.place.reading import forget
from kb.contacts.rights import NotYourContact
from kb.lib.portable import Problem

AT_ONCE = 500
HAS_CONTACTS = "It has contacts. Remove those first, or take its code out of them."


@transaction.atomic
def save_organisation(*, content: OrganisationContent, by: User | None, imported: str | None = None) -> Organisation:
    """Create or rename the organisation of this code. Raises ContactRefused, having written nothing.

    `imported` is the fingerprint to remember when it came from a file. Saving what is already there changes nothing.
    """
    if problems := [*content.problems(), *erased_problems(content)]:
        raise ContactRefused(problems)
    _must_keep_all(by)
    values = {"name": content.name, "name_folded": folded(content.name)}
    if imported is not None:
        values["imported"] = imported
    if existing := Organisation.objects.filter(code=content.code, **values).first():
        return existing
    lock(codes=[content.code])
    row, _ = Organisation.objects.update_or_create(code=content.code, defaults=values)
    audit.record(by=by, verb="saved organisation", subject=str(row), detail=content.to_dict())
    return row


@transaction.atomic
def remove_organisation(*, organisation: Organisation, by: User | None) -> None:
    """Nobody can choose it any more; whoever had, sees the desks of this site. Raises ContactRefused where it has
    contacts."""
    _must_keep_all(by)
    if not Organisation.objects.exclude(pk=organisation.pk).exists():
        raise_edition()
    lock()
    removed = Organisation.objects.filter(pk=organisation.pk).first()
    if removed is None:
        return
    if LocalContact.objects.filter(ods_code=removed.code).exists():
        raise ContactRefused([Problem("code", HAS_CONTACTS)])
    removed.delete()
    audit.record(by=by, verb="removed organisation", subject=str(removed), detail={"code": removed.code})


def _must_keep_all(by: User | None) -> None:
    """Whoever keeps the contacts of one organisation does not say which there are. None is the system."""
    if by is not None and not may(by, May.MANAGE_CONTACTS):
        raise NotYourContact


def lock(*, codes: Iterable[str] = ()) -> None:
    """Of two who write about organisations at once, the second waits here; these `codes` may be new.

    Pages say whether there is anything to choose, so the first organisation is news to all of them. The edition's row
    is locked before ours, as an import does.
    """
    if any(codes) and not Organisation.objects.exists():
        raise_edition()
    ContactsEdition.objects.raise_number()
    forget()


def name_those_of(contents: Iterable[ContactContent]) -> None:
    """Whoever has a contact with a code can be chosen; a name that is here already stays. In the transaction of whoever
    keeps the contacts, which writes it down, and after `lock`."""
    found = {one.ods_code: one.organisation for one in contents if one.ods_code}
    known = set(Organisation.objects.filter(code__in=found).values_list("code", flat=True))
    Organisation.objects.bulk_create(
        [
            Organisation(code=code, name=name, name_folded=folded(name))
            for code, name in found.items()
            if code not in known
        ],
        batch_size=AT_ONCE,
    )


def rename_with(*, before: ContactContent, after: ContactContent) -> None:
    """An organisation is called as its contact was, until another contact of its code still is."""
    old = folded(before.organisation)
    if not before.ods_code or before.ods_code != after.ods_code or old == folded(after.organisation):
        return
    if not LocalContact.objects.filter(ods_code=after.ods_code, organisation_folded=old).exists():
        Organisation.objects.filter(code=after.ods_code, name_folded=old).update(
            name=after.organisation, name_folded=folded(after.organisation)
        )


def write_blanked(row: Organisation, changes: Mapping[str, Any]) -> None:
    """Words of its name are erased; it keeps its code."""
    Organisation.objects.filter(pk=row.pk).update(**changes, name_folded=folded(changes["name"]))
