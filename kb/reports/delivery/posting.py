"""Which mails a new report brings. One on which patient care hangs is a mail of its own, before all others."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from kb.accounts import throttle
from kb.outbox import actions as outbox
from kb.outbox.models import Delivery, Priority
from kb.reports.delivery import mails
from kb.reports.delivery_keys import CONFIRMATION, DESK, ROOM, SURGE
from kb.reports.models import Report

CONFIRMATION_COUNTER, CONFIRMATIONS_A_DAY = "report confirmation", 3
DAY = 24 * 3600  # seconds
SURGE_COUNTER = "urgent reports"
SURGE_ABOVE, SURGE_WITHIN = 20, timedelta(minutes=10)
MOST_LISTED = 200
# How far back an urgent report without a mail is looked for: rows of mails are not kept for ever.
OVERLOOKED_SINCE = timedelta(days=7)


def priority_of(report: Report) -> Priority:
    return Priority.URGENT if report.is_urgent else Priority.ORDINARY


def post_to_desk(report: Report) -> None:
    outbox.post(mail=mails.to_desk(report), room=ROOM, key=report.reference, purpose=DESK, priority=priority_of(report))


def _may_confirm(report: Report, now: datetime) -> bool:
    """Anyone may type any address: it gets a few mails a day at most, in whatever case of letters."""
    key = mails.plain_address(report.email).lower()
    return (
        bool(key)
        and throttle.allow(action=CONFIRMATION_COUNTER, key=key, limit=CONFIRMATIONS_A_DAY, seconds=DAY, now=now).ok
    )


def post_about(report: Report, now: datetime) -> None:
    """In the transaction that stores it. One that waits for the digest brings none, and nobody but the desk is written
    to on account of a suspicious one."""
    if report.is_deliverable and not report.is_for_digest:
        post_to_desk(report)
        if report.is_urgent:
            _tell_of_surge(report, now)
    if not report.is_suspicious and _may_confirm(report, now):
        outbox.post(mail=mails.confirmation(report, now), room=ROOM, key=report.reference, purpose=CONFIRMATION)


def _tell_of_surge(report: Report, now: datetime) -> None:
    """One mail says that there are many, with their list, before they come one by one: one in ten minutes."""
    recent = Report.objects.filter(is_urgent=True, sent_to=report.sent_to).filed_since(now - SURGE_WITHIN)
    if recent.order_by()[: SURGE_ABOVE + 1].count() <= SURGE_ABOVE:
        return
    told = Delivery.objects.of(room=ROOM, key=SURGE).filter(to=report.sent_to, posted_at__gt=now - SURGE_WITHIN)
    seconds = round(SURGE_WITHIN.total_seconds())
    # The counter decides between those who find at the same moment that nobody has told.
    if (
        told.exists()
        or not throttle.allow(action=SURGE_COUNTER, key=report.sent_to, limit=1, seconds=seconds, now=now).ok
    ):
        return
    listed = list(recent.select_related("service", "code").newest_first()[:MOST_LISTED])
    mail = mails.surge(listed, number=recent.count(), to=report.sent_to)
    outbox.post(mail=mail, room=ROOM, key=SURGE, purpose=SURGE, priority=Priority.SUMMARY)


def post_overlooked(now: datetime) -> int:
    """Urgent ones that the code of before left for a digest, as it does while it still runs beside ours."""
    posted = Delivery.objects.filter(room=ROOM, purpose=DESK, key=OuterRef("reference"))
    waiting = Report.objects.suspicious_and_waiting().filter(is_urgent=True)
    overlooked = waiting.filed_since(now - OVERLOOKED_SINCE).filter(~Exists(posted))
    return sum(_post_overlooked(report) for report in overlooked.order_by("pk")[:MOST_LISTED])


@transaction.atomic
def _post_overlooked(report: Report) -> int:
    """Locked, then asked again: another worker may have posted it a moment ago."""
    locked = Report.objects.select_for_update().get(pk=report.pk)
    if Delivery.objects.of(room=ROOM, key=locked.reference).filter(purpose=DESK).exists():
        return 0
    post_to_desk(locked)
    return 1
