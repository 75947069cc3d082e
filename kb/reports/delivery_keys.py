"""Under which names the outbox keeps what this room posts, and what was posted about one report."""

from collections.abc import Iterable

from kb.outbox.models import Delivery, DeliveryQuerySet

ROOM = "reports"

DESK = "desk"
CONFIRMATION = "confirmation"
DIGEST = "digest"
ADDITION = "addition"
ANSWER = "answer"
# Of no report alone: that many urgent ones came.
SURGE = "urgent reports"
# A confirmation that cannot be delivered changes nothing for the report.
AFFECT_NO_REPORT = (CONFIRMATION,)


def deliveries_of(*keys: str) -> list[Delivery]:
    """All that was posted about a report, by its reference and by the key of its digest; with every attempt."""
    return list(posted_under(keys).order_by("posted_at", "pk").prefetch_related("attempts"))


def posted_under(keys: Iterable[str]) -> DeliveryQuerySet:
    return Delivery.objects.filter(room=ROOM, key__in=[key for key in keys if key])
