"""The desk asks the editors for an article on what a report tells; they answer by beginning one."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.reports.history import held, note_down, subject
from kb.reports.models import Event, Report


@transaction.atomic
def ask_for_article(*, report: Report, is_wanted: bool, seen: int, by: User, now: datetime | None = None) -> Report:
    """From then on editors see what went wrong, code and service (`unnamed`); False takes it back.

    Raises ChangedMeanwhile or AlreadyEmptied.
    """
    row = held(report, seen=seen)
    if bool(row.article_asked_at) == is_wanted:
        return row
    row.article_asked_at = (now or timezone.now()) if is_wanted else None
    row.save(update_fields=["article_asked_at"])
    note_down(row, Event.Kind.ASKED, "" if is_wanted else "Taken back", by=by)
    verb = "asked the editors for an article" if is_wanted else "took back the request for an article"
    audit.record(by=by, verb=verb, subject=subject(row))
    return row


@transaction.atomic
def note_begun(*, report: Report, by: User) -> Event:
    """For the history of the report. The draft has an audit entry of its own, which names the report."""
    return note_down(report, Event.Kind.ASKED, "An article was begun", by=by)
