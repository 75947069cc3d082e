"""More people than usual look something up."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from kb.insight.models.view import LONGEST_SUBJECT


class RiseQuerySet(models.QuerySet["Rise"]):
    def open(self) -> Self:
        """Neither over nor switched off."""
        return self.filter(over_at__isnull=True)

    def confirmed(self) -> Self:
        return self.open().filter(confirmed_at__isnull=False)

    def unconfirmed(self) -> Self:
        return self.open().filter(confirmed_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-noticed_at", "pk")


class Rise(models.Model):
    """A subject of which there cannot be two open ones, so whoever makes the row tells of it.

    `over_at` also where the desk switched it off, and then by whom.
    """

    subject = models.CharField(max_length=LONGEST_SUBJECT, help_text="code:ERR5022, or service:identity-agent")
    began_at = models.DateTimeField(help_text="The first visit of the rise")
    noticed_at = models.DateTimeField()
    last_at = models.DateTimeField(help_text="When it was last more than usual")
    number = models.PositiveIntegerField(help_text="Visits, calls and reports since it began, when it was noticed")
    usual = models.FloatField(help_text="How many are usual in an hour at that time")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)
    off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RiseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject"], condition=Q(over_at__isnull=True), name="rise_open_once"),
            models.CheckConstraint(
                condition=Q(off_by__isnull=True) | Q(over_at__isnull=False), name="rise_off_is_over"
            ),
        ]
        indexes = [models.Index(fields=["noticed_at"], name="rise_by_time")]

    def __str__(self) -> str:
        return self.subject

    @property
    def name(self) -> str:
        return self.subject.partition(":")[2]
