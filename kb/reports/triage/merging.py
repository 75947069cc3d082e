"""Merging a report into another that tells of the same trouble. Nothing moves: both say so, and this one is closed."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.models import Article
from kb.reports.history import held, note_down, subject
from kb.reports.models import Deflection, Event, Report
from kb.reports.triage.actions import move


class NotToBeMerged(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Its words say why, and what to do."""


def _refuse_what_makes_no_sense(report: Report, into: Report) -> None:
    if into.pk == report.pk:
        raise NotToBeMerged("Enter the reference of another report: this is the one you are looking at.")
    if into.duplicate_of:
        other = into.duplicate_of.reference
        raise NotToBeMerged(f"{into} is itself a duplicate of {other}. Merge into {other} instead.")
    if into.emptied_at:
        raise NotToBeMerged(f"What {into} told is erased, because its time was over. Merge into a newer report.")


@transaction.atomic
def merge(*, report: Report, into: Report, seen: int, by: User, now: datetime | None = None) -> Report:
    """Raises NotToBeMerged, ChangedMeanwhile or AlreadyEmptied."""
    # Both are locked, in one order for everybody: two merges across each other never wait in a circle or make one.
    locked = Report.objects.select_for_update().filter(pk__in=[report.pk, into.pk]).order_by("pk")
    into = {row.pk: row for row in locked}[into.pk]
    _refuse_what_makes_no_sense(report, into)
    row = held(report, seen=seen)
    if not row.is_closed:
        move(row, Report.State.CLOSED, by=by, now=now or timezone.now())
    row.duplicate_of = into
    row.save(update_fields=["duplicate_of"])
    note_down(row, Event.Kind.MERGED, f"Closed as a duplicate of {into}", by=by)
    note_down(into, Event.Kind.MERGED, f"{row} is a duplicate of this report", by=by)
    audit.record(by=by, verb="merged a report", subject=subject(row), detail={"into": into.reference})
    return row


def _move_deflections(of: Article, to: Article) -> None:
    """A visitor counts once: who opened both is counted for the one that stays."""
    there = Deflection.objects.filter(article=to, visitor=OuterRef("visitor")).exclude(visitor="")
    Deflection.objects.filter(Exists(there), article=of).delete()
    Deflection.objects.filter(article=of).update(article=to)


@transaction.atomic
def move_reports(*, of: Article, to: Article, by: User) -> int:
    """Answers how many reports were moved; each says so in its history."""
    reports = list(Report.objects.select_for_update().filter(article=of).order_by("pk").only("pk"))
    Report.objects.filter(pk__in=[report.pk for report in reports]).update(article=to)
    text = f"{to}, since {of.label} was merged into it"
    Event.objects.bulk_create(Event(report=report, kind=Event.Kind.LINKED, text=text, by=by) for report in reports)
    _move_deflections(of, to)
    if reports:
        detail = {"from": of.label, "to": to.label, "reports": len(reports)}
        audit.record(by=by, verb="moved reports to another article", subject=str(to), detail=detail)
    return len(reports)
