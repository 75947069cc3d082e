"""What is known of an erasure, and of where the words went before it."""

from pathlib import Path

from django.conf import settings

from kb.accounts.models import AuditEntry
from kb.catalogue.erasure_file import LineBroken, read_lines
from kb.catalogue.models import Erasure
from kb.outbox.models import Delivery

CONFIRMATION = "confirmation"  # of a report: it holds no word of what was told
MOST = 50
State = Delivery.State


def mails_out(erasure: Erasure) -> list[Delivery]:
    """Handed over, or in the hands of a worker: about the reports and drafts in which it stood."""
    keys = {tuple(place["mails"]) for place in erasure.places if "mails" in place}
    found = [
        delivery
        for room, key in sorted(keys)
        for delivery in Delivery.objects.of(room=room, key=key).filter(state__in=[State.SENT, State.CLAIMED])
        if delivery.purpose != CONFIRMATION and delivery.posted_at <= erasure.at
    ]
    return sorted(found, key=lambda delivery: (delivery.posted_at, delivery.pk))


def taken_away(erasure: Erasure) -> list[AuditEntry]:
    """Lists and files that somebody took away before it, the latest first."""
    entries = AuditEntry.objects.filter(verb__startswith="exported", at__lte=erasure.at)
    return list(entries.newest_first()[:MOST])


def has_line(erasure: Erasure) -> bool:
    """Whether a restored database would be told of it."""
    try:
        return any(line.token == erasure.token for line in read_lines(Path(settings.ERASURES_FILE)))
    except (OSError, LineBroken):
        return False
