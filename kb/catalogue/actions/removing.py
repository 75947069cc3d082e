"""Removing what stands around the articles, where nothing hangs on it."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Model, ProtectedError

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.actions.publishing import NotPublishable, raise_edition
from kb.catalogue.actions.taxonomy import entry_of
from kb.catalogue.models import Category, GlossaryEntry, Image, Service, Shortcut, Snippet, Vendor
from kb.lib.pointing import relations_to, rows_pointing_at
from kb.lib.portable import Problem

_KINDS: Mapping[type[Model], str] = {
    Service: "service",
    Category: "category",
    Vendor: "vendor",
    Snippet: "snippet",
    Shortcut: "common problem",
    GlossaryEntry: "word",
}


def _is_named_by_several(row: Model) -> bool:
    """A relation of many to many keeps no row; a picture that a snippet shows is not held by it."""
    several = [one for one in relations_to(type(row)) if one.many_to_many and one.related_model is not Image]
    return any(rows_pointing_at(row, relation).exists() for relation in several)


@transaction.atomic
def remove_row(*, row: Model, by: User | None) -> None:
    """Raises NotPublishable where any row of any room names it. What it said stands in the audit entry."""
    raise_edition()
    held = type(row)._base_manager.filter(pk=row.pk).first()
    if held is None:
        return
    detail = entry_of(held)
    if _is_named_by_several(held):
        raise NotPublishable([Problem("", f"A notice or an article names {held}: change that first.")])
    try:
        held.delete()
    except ProtectedError:
        raise NotPublishable([Problem("", f"{held} is still named: take it out there first.")]) from None
    audit.record(by=by, verb=f"removed {_KINDS[type(row)]}", subject=str(held), detail=detail)
