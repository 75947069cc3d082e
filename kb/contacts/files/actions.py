"""Bringing in a table of contacts, some hundreds at a time: nobody else waits long for SQLite's only writer."""

import time
from collections.abc import Sequence
from itertools import batched

from django.db import transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.erased_words import erased_problems
from kb.catalogue.models import Erasure
from kb.contacts import reading
from kb.contacts.document import ContactContent
from kb.contacts.files.rules import PlannedRow, key_of, left_to_write, stays_out
from kb.contacts.listing import FILE_COLUMNS
from kb.contacts.models import LocalContact
from kb.contacts.organisations.actions import lock, name_those_of

AT_ONCE = 500
# Whoever waits for SQLite's only writer looks again after a tenth of a second at the latest.
PAUSE = 0.12


def bring_in(*, plan: Sequence[PlannedRow], by: User) -> list[PlannedRow]:
    """What the plan creates and changes. Answers what became of each row: one whose contact somebody changed since, or
    between two of our transactions, is refused. Whoever brings in a row says that it is right."""
    refused: dict[int, PlannedRow] = {}
    for number, some in enumerate(batched(left_to_write(plan), AT_ONCE)):
        if number:
            time.sleep(PAUSE)
        refused |= {row.line: row for row in _write(rows=some, by=by)}
    return [refused.get(row.line, row) for row in plan]


@transaction.atomic
def _write(*, rows: Sequence[PlannedRow], by: User) -> list[PlannedRow]:
    """Answers those that are refused after all."""
    lock(codes=[row.content.ods_code for row in rows])
    refused = _refused(rows)
    lines = {row.line for row in refused}
    contents = [row.content for row in rows if row.line not in lines]
    name_those_of(contents)
    _keep(contents, by)
    return refused


def _refused(rows: Sequence[PlannedRow]) -> list[PlannedRow]:
    """Under the lock, so that nothing changes between this look and the writing."""
    named = LocalContact.objects.filter(organisation_folded__in={key_of(row.content)[1] for row in rows})
    here = {(row.kind, row.organisation_folded): row.content for row in named.select_for_update().order_by("pk")}
    erased = Erasure.objects.recogniser()
    looked_at = (stays_out(row, here.get(key_of(row.content)), [*erased_problems(row.content, erased)]) for row in rows)
    return [row for row in looked_at if row]


def _keep(contents: Sequence[ContactContent], by: User) -> None:
    now = timezone.now()
    rows = [
        LocalContact(**content.to_dict(), organisation_folded=key_of(content)[1], confirmed_at=now, confirmed_by=by)
        for content in contents
    ]
    kept = LocalContact.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["kind", "organisation_folded"],
        update_fields=[*(name for name in FILE_COLUMNS if name != "kind"), "confirmed_at", "confirmed_by"],
    )
    audit.record_each(
        by=by,
        verb="saved contact",
        told=[(str(row), {**row.content.to_dict(), "contact": reading.name_of(row)}) for row in kept],
    )
