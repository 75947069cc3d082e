"""What the reporter says later, on the page of their report."""

from datetime import datetime

from django.db import transaction

from kb.accounts import audit, throttle
from kb.outbox import actions as outbox
from kb.reports.delivery import mails
from kb.reports.delivery.posting import priority_of
from kb.reports.delivery_keys import ADDITION, ROOM
from kb.reports.models import Event, Report

ADDED = "report addition"  # the name of the counter
ADDITIONS_A_DAY = 20
DAY = 24 * 3600  # seconds


class TooMuch(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Far more than anybody has to say in a day; each addition is a mail to the desk."""


class Emptied(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """The time of the report is over, and what it held was erased."""


@transaction.atomic
def add_to_report(*, report: Report, text: str, guard_overruled: bool, now: datetime) -> Event:
    """No `by=`: it is the act of whoever has the reporter's link. Raises TooMuch, and Emptied when it came too late."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.emptied_at:
        raise Emptied
    if not throttle.allow(action=ADDED, key=report.reference, limit=ADDITIONS_A_DAY, seconds=DAY, now=now).ok:
        raise TooMuch
    event = Event.objects.create(report=report, at=now, kind=Event.Kind.ADDED, text=text)
    if guard_overruled and not report.guard_overruled:
        report.guard_overruled = True
        report.save(update_fields=["guard_overruled"])
    if report.is_deliverable and not report.is_for_digest:
        mail, priority = mails.addition(report, text), priority_of(report)
        outbox.post(mail=mail, room=ROOM, key=report.reference, purpose=ADDITION, priority=priority)
    audit.record(by=None, verb="took in more about a report", subject=f"report {report.reference}")
    return event
