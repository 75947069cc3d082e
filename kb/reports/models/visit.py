"""What a visit leaves before a report is sent: held files, and the articles that were opened."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from kb.catalogue.models import Article

# As long as the visitor cookie lives.
VISIT = timedelta(hours=12)
HELD_FOR = timedelta(hours=1)


class HeldFileQuerySet(models.QuerySet["HeldFile"]):
    def current(self, now: datetime) -> Self:
        return self.filter(held_at__gt=now - HELD_FOR)

    def expired(self, now: datetime) -> Self:
        return self.filter(held_at__lte=now - HELD_FOR)

    def oldest_first(self) -> Self:
        return self.order_by("held_at", "pk")

    def of_the_fullest(self) -> tuple[str, int]:
        """Which sender holds the most, and how many; of no sender, where nothing is held."""
        counted = self.values("sender").annotate(number=Count("pk")).order_by("-number", "sender")
        return next(iter(counted.values_list("sender", "number")), ("", 0))


class DeflectionQuerySet(models.QuerySet["Deflection"]):
    def of_visit(self, now: datetime) -> Self:
        return self.filter(opened_at__gt=now - VISIT)

    def of_past_visits(self, now: datetime) -> Self:
        return self.filter(opened_at__lte=now - VISIT)

    def counted(self, now: datetime) -> Self:
        """Opened, and the visit ended without a report: a lower bound of those who found their answer.

        One row for each visitor and article, which the table itself sees to.
        """
        return self.of_past_visits(now).filter(was_reported=False)


class HeldFile(models.Model):
    """A screenshot between two views of the form, for an hour, so that any machine can show the form again."""

    key = models.CharField(max_length=40, unique=True)
    form = models.CharField(max_length=64, db_index=True, help_text="The unguessable name of the form it is held for")
    sender = models.CharField(
        max_length=64, default="", db_default="", help_text="A keyed digest of the network address it came from"
    )
    stored = models.CharField(max_length=255)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=50)
    size = models.PositiveIntegerField()
    held_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = HeldFileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["sender", "held_at"], name="heldfile_of_sender")]

    def __str__(self) -> str:
        return self.name


class Deflection(models.Model):
    """A suggestion that was opened before a report was sent. It counts when no report follows within the visit."""

    visitor = models.CharField(max_length=64, help_text="A digest of the visitor cookie; emptied when the visit ends")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="deflections")
    opened_at = models.DateTimeField(default=timezone.now)
    was_reported = models.BooleanField(default=False)

    objects = DeflectionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["visitor", "opened_at"], name="deflection_of_a_visit")]
        constraints = [
            models.UniqueConstraint(
                fields=["visitor", "article"], condition=~Q(visitor=""), name="deflection_once_a_visit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id} opened {self.opened_at:%Y-%m-%d}"
