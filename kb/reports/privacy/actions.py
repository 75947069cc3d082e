"""Answering a data-subject request: handing out and deleting. The audit trail says that it was done, not about whom."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.lib.holders import Person
from kb.reports.privacy.erasing import empty
from kb.reports.privacy.people import Found, find

SUBJECT = "data-subject request"
ASKED_FOR = "Emptied: the person asked for it"


@transaction.atomic
def note_search(*, found: Found, by: User | None) -> None:
    detail = {"told": len(found.told), "mentioned": len(found.mentioned)}
    audit.record(by=by, verb="looked for what one person reported", subject=SUBJECT, detail=detail)


def hand_out(*, person: Person, by: User | None) -> Found:
    """What the file is to hold."""
    found = find(person)
    references = [report.reference for report in found.told]
    with transaction.atomic():
        audit.record(by=by, verb="exported what one person reported", subject=SUBJECT, detail={"reports": references})
    return found


def delete(
    *, person: Person, by: User | None, only: Collection[str] | None = None, now: datetime | None = None
) -> tuple[str, ...]:
    """Empties the person's own reports at once, or those of them in `only`; answers which are empty now."""
    now = now or timezone.now()
    # Looked for before the transaction: every report is read, and SQLite has one writer.
    chosen = [report for report in find(person).told if only is None or report.reference in only]
    with transaction.atomic():
        emptied = [report for report in chosen if empty(report=report, why=ASKED_FOR, by=by, now=now)]
        references = tuple(report.reference for report in emptied)
        audit.record(by=by, verb="deleted what one person reported", subject=SUBJECT, detail={"reports": references})
    return references
