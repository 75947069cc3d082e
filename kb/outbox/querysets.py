"""How deliveries are read."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from kb.outbox.models import Delivery  # noqa: F401 - named in a type argument only


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def of(self, *, room: str, key: str) -> Self:
        return self.filter(room=room, key=key)

    def unsettled(self) -> Self:
        return self.filter(state__in=["WAITING", "CLAIMED"])

    def due(self, now: datetime) -> Self:
        """Waiting and due, or claimed by somebody whose time is over."""
        return self.filter(Q(state="WAITING", due_at__lte=now) | Q(state="CLAIMED", claim_ends_at__lte=now))
