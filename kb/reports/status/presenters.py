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
# A digest goes once an hour, and then it is on its way like any other message.
WITH_OTHERS = timedelta(hours=1) + ON_ITS_WAY
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
class WayToDesk:
    """How far it got on the way to the desk, and whether the person had better not rely on it."""

    words: str
    must_phone: bool = False
    is_waiting: bool = True


@dataclass(frozen=True)
class ReportProgress:
    reference: str
    filed: str
    desk: Receiver
    way: WayToDesk
    is_urgent: bool
    is_sent_to_nobody: bool
    state: str
    answers: tuple[StatusLine, ...]
    added: tuple[str, ...]
    may_add: bool


def _delivery_of(report: Report) -> Delivery | None:
    deliveries = Delivery.objects.of(room=ROOM, key=report.digest_key or report.reference)
    purposes = [DESK, DIGEST]
    return deliveries.filter(purpose__in=purposes).order_by("-posted_at", "-pk").first()


def _way(report: Report, desk: Receiver, now: datetime) -> WayToDesk:
    if not report.is_deliverable:
        words = "This site has no email address of a service desk. Your report is kept here, sent to nobody."
        words += " Only people at the desk who sign in to this site can read it."
        return WayToDesk(words, must_phone=True, is_waiting=False)
    delivery = _delivery_of(report)
    if delivery and delivery.state == Delivery.State.SENT and delivery.settled_at:
        words = f"We sent your report to {desk.in_a_sentence} on {day_and_clock(delivery.settled_at)}."
        return WayToDesk(words, is_waiting=False)
    age = now - report.filed_at
    if report.is_for_digest and not delivery and age < WITH_OTHERS:
        words = f"We have stored your report. It goes to {desk.in_a_sentence} together with others, within an hour."
        return WayToDesk(words, must_phone=True)
    is_tried_in_vain = delivery is not None and delivery.number_of_attempts > 0
    if age >= ON_ITS_WAY or is_tried_in_vain or report.is_for_digest:
        return WayToDesk(NOT_YET, must_phone=True)
    words = f"We have stored your report. It is on its way to {desk.in_a_sentence}"
    return WayToDesk(
        f"{words}, before all others. Look here again in five minutes." if report.is_urgent else f"{words}."
    )


def progress_of(report: Report, now: datetime) -> ReportProgress:
    desk = receiver_of(report, now)
    way = _way(report, desk, now)
    events = list(report.events.filter(kind__in=[Event.Kind.ANSWER, Event.Kind.ADDED]).order_by("at", "pk"))
    return ReportProgress(
        reference=report.reference,
        filed=day_and_clock(report.filed_at),
        desk=desk,
        way=way,
        is_urgent=report.is_urgent,
        is_sent_to_nobody=not report.is_deliverable,
        # A desk with a ticket system of its own tells nothing here, so nothing is promised.
        state=_STATES[Report.State(report.state)] if settings.REPORT_TRIAGE else "",
        answers=tuple(
            StatusLine(day_and_clock(e.at), e.text) for e in events if e.kind == Event.Kind.ANSWER and e.text
        ),
        added=tuple(day_and_clock(event.at) for event in events if event.kind == Event.Kind.ADDED),
        may_add=report.emptied_at is None,
    )
