"""Saying anew what waits to be sent about a report, so that nothing goes out that was taken from it."""

from collections.abc import Callable

from kb.outbox.actions import rewrite
from kb.outbox.message import Mail
from kb.outbox.models import Delivery
from kb.reports.delivery.keys import ADDITION, ANSWER, ROOM
from kb.reports.delivery.rewriting import make_again
from kb.reports.models import Report

type Patch = Callable[[Mail], Mail]


def say_anew(report: Report, patch: Patch) -> None:
    """Also what was given up, since it may be tried again. Save the report first; used inside a transaction only."""
    make_again(report=report)
    # These were written by somebody: they cannot be made again, only cut.
    written = Delivery.objects.of(room=ROOM, key=report.reference).filter(purpose__in=[ANSWER, ADDITION])
    # Locked, so that none is handed over and emptied between the look and the change.
    for delivery in written.sendable().select_for_update():
        rewrite(delivery=delivery, mail=patch(Mail.from_dict(delivery.content)))
