"""Suspicious reports in one mail to the desk, once an hour at most. However many workers ask, one sends them."""

from datetime import datetime, timedelta
from itertools import count

from django.db import transaction

from kb.outbox import actions as outbox
from kb.reports.delivery import mails
from kb.reports.delivery_keys import DIGEST, ROOM
from kb.reports.models import Report

EVERY = timedelta(hours=1)
# More than fit in a mail are several mails, each in a transaction of its own, so that none is long. A flood would be
# hundreds of them, and nobody would find the urgent ones in between: then each mail is a list.
MOST_IN_A_MAIL = mails.MOST_IN_FULL
MOST_MAILS = 10
MOST_IN_A_LIST = 1_000


def _is_too_early(now: datetime) -> bool:
    """Those of `now` and after are this very run's own."""
    return Report.objects.filter(digested_at__gt=now - EVERY, digested_at__lt=now).exists()


def _first_waiting() -> list[Report]:
    """Those that go into the next mail: of one desk. Locked until the transaction ends."""
    waiting = Report.objects.awaiting_digest().in_digest_order()
    most = MOST_IN_A_MAIL * MOST_MAILS
    size = MOST_IN_A_LIST if waiting[: most + 1].count() > most else MOST_IN_A_MAIL
    # PostgreSQL locks no rows that an outer join may leave out.
    locked = waiting.select_related("service", "code", "article").select_for_update(of=("self",))
    reports = list(locked[:size])
    return [report for report in reports if report.sent_to == reports[0].sent_to]


@transaction.atomic
def _send_one(*, now: datetime, at: datetime) -> int:
    # Locked first and asked after: a worker that waited here finds the rows of the other one marked.
    reports = _first_waiting()
    if not reports or _is_too_early(now):
        return 0
    Report.objects.filter(pk__in=[report.pk for report in reports]).update(digested_at=at)
    first = reports[0]
    first.digested_at = at
    mail = mails.digest(reports, to=first.sent_to)
    outbox.post(mail=mail, room=ROOM, key=first.digest_key, purpose=DIGEST)
    return len(reports)


def send_digest(now: datetime) -> int:
    """How many reports went into it. No `by=`: it is the site's own doing."""
    total = 0
    # Asked outside the transaction, which takes SQLite's only write lock: nearly always there is nothing to do.
    for number in count():
        if not Report.objects.awaiting_digest().exists() or _is_too_early(now):
            break
        # Each mail has a time of its own, by which its reports are found again.
        sent = _send_one(now=now, at=now + timedelta(microseconds=number))
        if not sent:
            break
        total += sent
    return total
