"""Suspicious reports in one mail to the desk, once an hour at most. However many workers ask, one sends them."""

from datetime import datetime, timedelta
from itertools import count, groupby

from django.db import transaction

from kb.outbox import actions as outbox
from kb.reports import mails
from kb.reports.models import Report

EVERY = timedelta(hours=1)
# More than this are several mails, each in a transaction of its own, so that none is long.
MOST_IN_A_MAIL = 50


def _is_too_early(now: datetime) -> bool:
    """Those of `now` and after are this very run's own."""
    return Report.objects.filter(digested_at__gt=now - EVERY, digested_at__lt=now).exists()


def _of_one_desk(report: Report) -> str:
    return report.sent_to


@transaction.atomic
def _gather(*, now: datetime, at: datetime) -> int:
    # Locked first and asked after: a worker that waited here finds the rows of the other one marked.
    waiting = Report.objects.awaiting_digest().order_by("sent_to", "-is_urgent", "pk")
    reports = list(waiting.select_for_update()[:MOST_IN_A_MAIL])
    if not reports or _is_too_early(now):
        return 0
    Report.objects.filter(pk__in=[report.pk for report in reports]).update(digested_at=at)
    for to, theirs in groupby(reports, key=_of_one_desk):
        own = list(theirs)
        own[0].digested_at = at
        outbox.post(mail=mails.digest(own, to=to), room=mails.ROOM, key=own[0].digest_key, purpose=mails.DIGEST)
    return len(reports)


def send_digest(now: datetime) -> int:
    """How many reports went into it. No `by=`: it is the site's own doing."""
    total = 0
    # Asked outside the transaction, which takes SQLite's only write lock: nearly always there is nothing to do.
    for number in count():
        if not Report.objects.awaiting_digest().exists() or _is_too_early(now):
            break
        # Each mail has a time of its own, by which its reports are found again.
        gathered = _gather(now=now, at=now + timedelta(microseconds=number))
        if not gathered:
            break
        total += gathered
    return total
