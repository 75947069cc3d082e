"""What became of a report, in the reporter's words. Never what they told us: the address may be passed on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from kb.lib.dates import day_and_clock
from kb.outbox.models import Delivery
from kb.reports.delivery.receivers import Receiver, receiver_of
from kb.reports.delivery_keys import DESK, DIGEST, ROOM
from kb.reports.models import Event, Report

# Until then nobody needs to be told that a message is still on its way.
ON_ITS_WAY = timedelta(minutes=5)
NOT_YET = "We have stored your report but have not been able to send it to the desk yet."
_STATES = {
    Report.State.NEW: "The desk has not begun to work on it yet.",
    Report.State.IN_PROGRESS: "The desk is working on it.",
    Report.State.WAITING: "The desk is waiting for you. Read its answer below, then add what it asks for.",
    Report.State.ANSWERED: "The desk has answered.",
    Report.State.CLOSED: "The desk has closed your report.",
}


@dataclass(frozen=True)
class StatusLine:
    """An answer of the desk, or the moment of what the person added (not its words)."""

    when: str
    text: str


@dataclass(frozen=True)
class ReportProgress:
    reference: str
    filed: str
    desk: Receiver
    delivery: str
    must_phone: bool
    is_sent_to_nobody: bool
    state: str
    answers: tuple[StatusLine, ...]
    added: tuple[str, ...]
    may_add: bool


def _delivery_of(report: Report) -> Delivery | None:
    deliveries = Delivery.objects.of(room=ROOM, key=report.digest_key or report.reference)
    purposes = [DESK, DIGEST]
    return deliveries.filter(purpose__in=purposes).order_by("-posted_at", "-pk").first()


def _delivery_words(report: Report, desk: Receiver, now: datetime) -> tuple[str, bool]:
    """How far it got, and whether the person had better not rely on it."""
    if not report.is_deliverable:
        words = "This site has no email address of a service desk. Your report is kept here, sent to nobody."
        return f"{words} Only people at the desk who sign in to this site can read it.", True
    delivery = _delivery_of(report)
    if delivery and delivery.state == Delivery.State.SENT and delivery.settled_at:
        return f"We sent your report to the {desk.name} on {day_and_clock(delivery.settled_at)}.", False
    is_new = now - report.filed_at < ON_ITS_WAY and not (delivery and delivery.number_of_attempts)
    if is_new and not report.is_suspicious:
        return f"We have stored your report. It is on its way to the {desk.name}.", False
    return NOT_YET, True


def progress_of(report: Report, now: datetime) -> ReportProgress:
    desk = receiver_of(report, now)
    words, must_phone = _delivery_words(report, desk, now)
    events = list(report.events.filter(kind__in=[Event.Kind.ANSWER, Event.Kind.ADDED]).order_by("at", "pk"))
    return ReportProgress(
        reference=report.reference,
        filed=day_and_clock(report.filed_at),
        desk=desk,
        delivery=words,
        must_phone=must_phone,
        is_sent_to_nobody=not report.is_deliverable,
        # A desk with a ticket system of its own tells nothing here, so nothing is promised.
        state=_STATES[Report.State(report.state)] if settings.REPORT_TRIAGE else "",
        answers=tuple(
            StatusLine(day_and_clock(e.at), e.text) for e in events if e.kind == Event.Kind.ANSWER and e.text
        ),
        added=tuple(day_and_clock(event.at) for event in events if event.kind == Event.Kind.ADDED),
        may_add=report.emptied_at is None,
    )
