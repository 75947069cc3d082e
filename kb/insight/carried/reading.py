"""Everything that carried an article, in five queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, TextChoices

from kb.catalogue.choices import Actor
from kb.catalogue.models import Article, Version
from kb.insight.carried.rules import version_at, versions_stamped
from kb.insight.models import Call, CallOutcome
from kb.reports.models import Event, Report


class Carrier(TextChoices):
    CALL = "call", "Call"
    ANSWER = "answer", "Answer to a report"
    REPORT = "report", "Report"


@dataclass(frozen=True)
class Carried:
    """`known_by` says how sure the version is. `reference` of a report is for the desk alone."""

    at: datetime
    carrier: Carrier
    version: int
    known_by: str
    code: str
    outcome: str
    reference: str = ""


OPEN_AT_THE_DESK = "open at the desk"
STAMP = "stamp in the answer"
THEN_PUBLISHED = "published when the report was sent"


def _calls(article: Article) -> Iterator[Carried]:
    rows = Call.objects.filter(article=article).values_list("at", "version", "code", "outcome", "escalated_to")
    for at, version, code, outcome, escalated_to in rows:
        if version is None:  # the database has none on an article
            continue
        words = str(CallOutcome(outcome).label)
        to = f" to {Actor(escalated_to).label}" if escalated_to else ""
        yield Carried(at, Carrier.CALL, version, OPEN_AT_THE_DESK, code, f"{words}{to}")


def _answers(article: Article) -> Iterator[Carried]:
    """Those that are not emptied yet: the stamp goes with the words."""
    events = Event.objects.filter(kind=Event.Kind.ANSWER, text__icontains=article.label)
    for event in events.select_related("report__code"):
        for version in versions_stamped(event.text, article.number):
            yield _of_report(event.report, Carrier.ANSWER, version, STAMP, at=event.at)


def _of_report(report: Report, carrier: Carrier, version: int, known_by: str, *, at: datetime) -> Carried:
    code = report.code.display if report.code else ""
    return Carried(at, carrier, version, known_by, code, str(report.get_state_display()), report.reference)


def _reports(article: Article) -> Iterator[Carried]:
    """Whose senders came from the article, had opened it, or say that they tried its steps."""
    published = list(Version.objects.filter(article=article).order_by("at", "number").values_list("at", "number"))
    read = ~Q(read_articles=[]) | ~Q(tried_articles=[])
    for report in Report.objects.filter(Q(article=article) | read).select_related("code"):
        opened = {str(number) for number in (*report.read_articles, *report.tried_articles)}
        if report.article_id != article.pk and str(article.number) not in opened:
            continue
        if version := version_at(published, report.filed_at):
            yield _of_report(report, Carrier.REPORT, version, THEN_PUBLISHED, at=report.filed_at)


def carried(article: Article) -> list[Carried]:
    """The latest first."""
    rows = [*_calls(article), *_answers(article), *_reports(article)]
    return sorted(rows, key=lambda row: (row.at, row.carrier, row.version, row.reference), reverse=True)
