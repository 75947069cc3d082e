"""How far the messages about a report have come, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from kb.lib import dates
from kb.lib.statements import KeptStatement
from kb.outbox.models import Delivery
from kb.reports.delivery_keys import AFFECT_NO_REPORT, posted_under
from kb.reports.models import Report

State = Delivery.State


@dataclass(frozen=True)
class Standing:
    """`kind` is STUCK, WAITING, SENT or NOTHING: the colour of the tag, never the only thing that says it."""

    text: str
    kind: str
    note: str = ""


def _unsent(report: Report) -> Standing:
    if report.is_for_digest and report.is_deliverable:
        return Standing("Waiting", "WAITING", "For the next digest")
    if not report.is_deliverable:
        return Standing("Not sent", "NOTHING", "No address for the desk")
    return Standing("Not sent", "NOTHING")


def when(moment: datetime, now: datetime) -> str:
    """The time is enough for today, the day for any other."""
    is_today = dates.in_london(moment).date() == dates.in_london(now).date()
    return f"Today at {dates.clock(moment)}" if is_today else dates.day(moment)


def standing(report: Report, deliveries: Iterable[Delivery], stuck: Iterable[int], now: datetime) -> Standing:
    """The worst of what was posted about it."""
    settled = {delivery.pk: delivery for delivery in deliveries if delivery.purpose not in AFFECT_NO_REPORT}
    if not settled:
        return _unsent(report)
    if set(settled) & set(stuck):
        return Standing("Needs attention", "STUCK")
    states = {delivery.state for delivery in settled.values()}
    if states & {State.WAITING, State.CLAIMED}:
        return Standing("Waiting", "WAITING")
    if State.SENT in states:
        sent_at = [delivery.settled_at for delivery in settled.values() if delivery.state == State.SENT]
        return Standing("Handed over", "SENT", when(max(moment for moment in sent_at if moment), now))
    return Standing("Not sent", "NOTHING", "It was taken out of the outbox")


_WAITING = KeptStatement(lambda now: Report.objects.needing_attention(now).values_list("pk"), datetime)
_WAITING_WITH_TRIAGE = KeptStatement(
    lambda now: (Report.objects.needing_attention(now) | Report.objects.to_be_checked().unclosed()).values_list("pk"),
    datetime,
)


def number_waiting() -> int:
    """Reports that somebody has to look at: stuck, or to be checked where reports are closed here. One query."""
    waiting = _WAITING_WITH_TRIAGE if settings.REPORT_TRIAGE else _WAITING
    return waiting.number(timezone.now())


def standings(reports: Iterable[Report], now: datetime) -> Mapping[str, Standing]:
    """By reference, in two queries for a whole page. A suspicious report goes in a digest, with others."""
    reports = list(reports)
    posted = posted_under(key for report in reports for key in (report.reference, report.digest_key))
    stuck = set(posted.needing_attention(now).values_list("pk", flat=True))
    by_key: dict[str, list[Delivery]] = {}
    for delivery in posted.defer("content"):
        by_key.setdefault(delivery.key, []).append(delivery)

    def of(report: Report) -> list[Delivery]:
        return [*by_key.get(report.reference, ()), *by_key.get(report.digest_key, ())]

    return {report.reference: standing(report, of(report), stuck, now) for report in reports}
