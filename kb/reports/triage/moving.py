"""Reports follow their article when it becomes part of another."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.models import Article
from kb.reports.models import Deflection, Event, Report


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
