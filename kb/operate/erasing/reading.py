"""What is known of an erasure, and of where the words went before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from kb.accounts.models import AuditEntry
from kb.catalogue.erasure_file import LineBroken, read_lines
from kb.catalogue.models import Article, Erasure
from kb.lib import places
from kb.lib.places import HeldPlace
from kb.lib.redaction import Needle, Passages
from kb.outbox.models import Delivery

CONFIRMATION = "confirmation"  # of a report: it holds no word of what was told
MOST = 50
State = Delivery.State


@dataclass(frozen=True)
class ErasureReach:
    """What of the published site changes: articles, their titles, and addresses of pages."""

    articles: int
    titles: int
    addresses: int


def reach_of(goes: Sequence[HeldPlace]) -> ErasureReach:
    articles = Article.objects.live().of_rows((place.table, place.row) for place in goes).count()
    titles = {place.row for place in goes if (place.table, place.path) == ("catalogue.Article", "title")}
    addresses = {(place.table, place.row) for place in goes if place.path == "slug"}
    return ErasureReach(articles, len(titles), len(addresses))


def nowhere(needle: Needle) -> list[str]:
    """Of several passages those that stand nowhere, as typed: most likely a slip of the keyboard."""
    if not isinstance(needle, Passages) or len(needle.each) == 1:
        return []
    return [one.words for one in needle.each if not places.find(one)]


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
