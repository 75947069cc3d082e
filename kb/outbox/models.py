"""The tables of what is sent out: each message to one address, each try to hand it over, and who does the work."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

UNWELL_AFTER = timedelta(hours=1)
URGENT_UNWELL_AFTER = timedelta(minutes=5)


class Priority(models.IntegerChoices):
    """What a worker takes first, of all that is due; the smallest number before the others."""

    SUMMARY = 0, "Says what comes next"
    URGENT = 1, "Urgent"
    ORDINARY = 2, "Ordinary"


def _is_late(now: datetime) -> Q:
    return Q(priority__lt=Priority.ORDINARY, posted_at__lte=now - URGENT_UNWELL_AFTER)


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
        # Said without the states, so that the index of what is not settled is walked to the first that is due, and
        # nothing is sorted: only what is claimed has an end of a claim.
        free_at = Coalesce("claim_ends_at", "due_at")
        return self.filter(settled_at__isnull=True).alias(free_at=free_at).filter(free_at__lte=now)

    def needing_attention(self, now: datetime) -> Self:
        """Given up, or tried in vain for an hour; what is urgent after five minutes, whether it was tried or not."""
        failing = Q(number_of_attempts__gt=0, posted_at__lte=now - UNWELL_AFTER)
        return self.sendable().filter(Q(state="FAILED") | Q(settled_at__isnull=True) & (failing | _is_late(now)))

    def urgent_and_late(self, now: datetime) -> Self:
        return self.filter(settled_at__isnull=True).filter(_is_late(now))

    def in_order(self) -> Self:
        """What is urgent first, whenever it was due."""
        return self.order_by("priority", "due_at", "pk")


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def since(self, moment: datetime) -> Self:
        return self.filter(seen_at__gte=moment)


LONGEST_REPLY = 300


class Delivery(models.Model):
    """One message to one address. A claim is a token and an end: who holds neither may not settle it."""

    class State(models.TextChoices):
        WAITING = "WAITING", "Waiting to be sent"
        CLAIMED = "CLAIMED", "Being sent"
        SENT = "SENT", "Handed over"
        FAILED = "FAILED", "Given up"
        DROPPED = "DROPPED", "Not to be sent any more"

    room = models.CharField(max_length=30, help_text="The room that posted it")
    key = models.CharField(max_length=100, help_text="What of that room it is about")
    purpose = models.CharField(max_length=30)
    to = models.CharField(max_length=320)
    content = models.JSONField(help_text="The message as Mail.to_dict; emptied when it is handed over or dropped")
    message_id = models.CharField(max_length=200, unique=True, help_text="The same on every attempt")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    priority = models.PositiveSmallIntegerField(
        choices=Priority.choices, default=Priority.ORDINARY, db_default=Priority.ORDINARY
    )
    posted_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    number_of_attempts = models.PositiveIntegerField(default=0, help_text="Since it was posted, or replayed")
    without_files = models.BooleanField(default=False, help_text="The other side refused it for its size")
    claim = models.CharField(max_length=40, blank=True)
    claim_ends_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["priority", "due_at", "id", "claim_ends_at"],
                condition=Q(settled_at__isnull=True),
                name="outbox_delivery_in_order",
            ),
            models.Index(fields=["state", "due_at", "id"], name="outbox_delivery_due"),
            models.Index(fields=["room", "key"], name="outbox_delivery_of"),
            models.Index(fields=["posted_at"], name="outbox_delivery_by_age"),
            models.Index(fields=["settled_at"], condition=Q(settled_at__isnull=False), name="outbox_delivery_settled"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="CLAIMED", claim_ends_at__isnull=False) & ~Q(claim="")
                | ~Q(state="CLAIMED") & Q(claim="", claim_ends_at__isnull=True),
                name="outbox_claim_whole_or_not",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["SENT", "FAILED", "DROPPED"], settled_at__isnull=False)
                | Q(state__in=["WAITING", "CLAIMED"], settled_at__isnull=True),
                name="outbox_settled_with_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.room} {self.key}: {self.state}"


class Attempt(models.Model):
    """One try, with what the other side said. Never what the message holds."""

    class Outcome(models.TextChoices):
        SENT = "SENT", "Handed over"
        LATER = "LATER", "Not now"
        REFUSED = "REFUSED", "Refused for good"
        TOO_LARGE = "TOO_LARGE", "Refused for its size"
        FULL = "FULL", "No room in the mailbox"
        LOST = "LOST", "The worker ended before it was done"

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reply_code = models.PositiveSmallIntegerField(null=True, blank=True)
    reply = models.CharField(max_length=LONGEST_REPLY, blank=True)

    class Meta:
        indexes = [models.Index(fields=["delivery", "at"], name="outbox_attempt_of")]

    def __str__(self) -> str:
        return f"{self.outcome} at {self.at:%H:%M:%S}"


class Heartbeat(models.Model):
    """That a worker was at work a moment ago."""

    name = models.CharField(max_length=40, unique=True, help_text="A digest of its machine and process")
    seen_at = models.DateTimeField(db_index=True)

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        db_table = "outbox_workerbeat"  # as it was called at first

    def __str__(self) -> str:
        return f"{self.name} at {self.seen_at:%H:%M:%S}"


class Breaker(models.Model):
    """A mail server that does not answer, or lets nobody in. The row is there for as long as that lasts."""

    server = models.CharField(max_length=300, unique=True, help_text="Its host and port, as settings name it")
    opened_at = models.DateTimeField()
    next_try_at = models.DateTimeField(help_text="When a worker may try the next mail")

    def __str__(self) -> str:
        return f"Open since {self.opened_at:%Y-%m-%d %H:%M:%S}"
