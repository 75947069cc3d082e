"""How deliveries and the signs of life of workers are read."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from kb.outbox.models import Delivery, WorkerBeat  # noqa: F401 - named in a type argument only

UNWELL_AFTER = timedelta(hours=1)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def of(self, *, room: str, key: str) -> Self:
        return self.filter(room=room, key=key)

    def unsettled(self) -> Self:
        return self.filter(state__in=["WAITING", "CLAIMED"])

    def sendable(self) -> Self:
        """What has not been handed over and still could be: one that was given up waits for a person."""
        return self.filter(Q(state__in=["WAITING", "CLAIMED"]) | Q(state="FAILED") & ~Q(to=""))

    def due(self, now: datetime) -> Self:
        """Waiting and due, or claimed by somebody whose time is over."""
        return self.filter(Q(state="WAITING", due_at__lte=now) | Q(state="CLAIMED", claim_ends_at__lte=now))

    def needing_attention(self, now: datetime) -> Self:
        """Given up, or tried in vain for an hour."""
        failing = Q(state__in=["WAITING", "CLAIMED"], number_of_attempts__gt=0, posted_at__lte=now - UNWELL_AFTER)
        return self.sendable().filter(Q(state="FAILED") | failing)

    def in_order(self) -> Self:
        return self.order_by("due_at", "pk")


class WorkerBeatQuerySet(models.QuerySet["WorkerBeat"]):
    def since(self, moment: datetime) -> Self:
        return self.filter(seen_at__gte=moment)
