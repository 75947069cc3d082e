"""Emptying a report: what the person told goes for good, the counts stay."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from kb.accounts.models import User
from kb.outbox.actions import forget_about
from kb.reports.delivery.rewriting import make_again
from kb.reports.delivery_keys import ROOM
from kb.reports.history import note_down
from kb.reports.models import Attachment, Event, Report

# Code, service, article, dates, scale, kind of person and of card, urgency and state stay: they are what is counted.
# The ticket number stays: with it the desk finds the same person's data in its own system.
EMPTIED = (
    "text",
    "organisation",
    "name",
    "email",
    "phone",
    "began",
    "software",
    "computer",
    "typed_code",
    "searched",
)


def take_away(attachment: Attachment, *, now: datetime) -> bool:
    """The file goes from the storage; the row stays and says since when. False: somebody else has done it."""
    here = Attachment.objects.there().filter(pk=attachment.pk)
    if not here.update(removed_at=now, stored=""):
        return False
    default_storage.delete(attachment.stored)
    return True


@transaction.atomic
def empty(*, report: Report, why: str, by: User | None, now: datetime) -> bool:
    """One short transaction a report. False when somebody else has just done it. The caller records it for all."""
    # Compare and set: two workers may come at once, and one of them does it.
    emptied = dict.fromkeys(EMPTIED, "") | {"emptied_at": now}
    if not Report.objects.told().filter(pk=report.pk).update(**emptied):
        return False
    # Nobody is to look at it again; where the desk does not work with states, it only says that it is over.
    Report.objects.unclosed().filter(pk=report.pk).update(state=Report.State.CLOSED, closed_at=now)
    Event.objects.filter(report=report).update(text="")
    for attachment in Attachment.objects.there().filter(report=report):
        take_away(attachment, now=now)
    Attachment.objects.filter(report=report).update(name="")
    forget_about(room=ROOM, key=report.reference)
    # What is left to say anew is a digest, in which the others still stand.
    make_again(report=report)
    note_down(report, Event.Kind.REMOVED, why, by=by)
    return True
