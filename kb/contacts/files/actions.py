"""Bringing in a table of contacts, some hundreds at a time: nobody else waits long for SQLite's only writer."""

import time
from collections.abc import Sequence
from itertools import batched

from django.db import transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.contacts import reading
from kb.contacts.document import ContactContent
from kb.contacts.files.rules import Outcome, PlannedRow, key_of
from kb.contacts.listing import FILE_COLUMNS
from kb.contacts.models import LocalContact
from kb.contacts.organisations.actions import lock, name_those_of

AT_ONCE = 500
# Whoever waits for SQLite's only writer looks again after a tenth of a second at the latest.
PAUSE = 0.12


def bring_in(*, plan: Sequence[PlannedRow], by: User) -> int:
    """What the plan creates and changes; the rest is left as it is. How many that were. Whoever brings in a row says
    that it is right."""
    rows = [row.content for row in plan if row.outcome in {Outcome.CREATED, Outcome.CHANGED}]
    for number, some in enumerate(batched(rows, AT_ONCE)):
        if number:
            time.sleep(PAUSE)
        _write(contents=some, by=by)
    return len(rows)


@transaction.atomic
def _write(*, contents: Sequence[ContactContent], by: User) -> None:
    now = timezone.now()
    lock(codes=[one.ods_code for one in contents])
    name_those_of(contents)
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
