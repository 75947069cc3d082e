"""Making the mails about a report again from its row, so that what was removed from it does not go out either."""

from collections.abc import Callable

from django.db import transaction

from kb.outbox import actions as outbox
from kb.outbox.message import Mail
from kb.outbox.models import Delivery
from kb.reports.delivery import mails
from kb.reports.delivery_keys import ADDITION, ANSWER, DESK, DIGEST, ROOM
from kb.reports.models import Report


def _digest_with(report: Report) -> Mail:
    together = Report.objects.filter(digested_at=report.digested_at, sent_to=report.sent_to).in_digest_order()
    return mails.digest(list(together), to=report.sent_to)


@transaction.atomic
def make_again(*, report: Report) -> int:
    """How many mails that have not been handed over now say what the row says. Save the row first.

    The confirmation needs none of this: it holds no word that the person typed.
    """
    report = Report.objects.select_related("service", "code", "article").get(pk=report.pk)
    waiting = Delivery.objects.sendable().filter(room=ROOM)
    to_desk = waiting.filter(key=report.reference, purpose=DESK)
    digests = waiting.filter(key=report.digest_key, purpose=DIGEST) if report.digest_key else waiting.none()
    # Locked, so that what is looked at here is not handed over and emptied before it is written.
    found = [(delivery, mails.to_desk(report)) for delivery in to_desk.select_for_update()]
    found += [(delivery, _digest_with(report)) for delivery in digests.select_for_update()]
    for delivery, mail in found:
        outbox.rewrite(delivery=delivery, mail=mail)
    return len(found)


type Patch = Callable[[Mail], Mail]


def say_anew(report: Report, patch: Patch) -> None:
    """Also what was given up, since it may be tried again. Save the report first; used inside a transaction only."""
    make_again(report=report)
    # These were written by somebody: they cannot be made again, only cut.
    written = Delivery.objects.of(room=ROOM, key=report.reference).filter(purpose__in=[ANSWER, ADDITION])
    # Locked, so that none is handed over and emptied between the look and the change.
    for delivery in written.sendable().select_for_update():
        outbox.rewrite(delivery=delivery, mail=patch(Mail.from_dict(delivery.content)))
