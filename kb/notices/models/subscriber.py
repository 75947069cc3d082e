"""Who wants one mail when something is fixed."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from kb.catalogue.models import Article
from kb.notices.models.notice import Notice

UNCONFIRMED_FOR = timedelta(hours=24)
CONFIRMED_FOR = timedelta(days=180)  # what is not fixed by then will hardly be
LONGEST_EMAIL = 254
LONGEST_CODE = 60


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)

    def over(self, now: datetime) -> Self:
        """Nobody opened the link in time, or it was never fixed."""
        unconfirmed = Q(confirmed_at__isnull=True, asked_at__lte=now - UNCONFIRMED_FOR)
        return self.filter(unconfirmed | Q(confirmed_at__lte=now - CONFIRMED_FOR))


class Subscriber(models.Model):
    """An address and what it waits for: the end of a notice, steps for a stub, or an article for an unknown code."""

    email = models.CharField(max_length=LONGEST_EMAIL)
    notice = models.ForeignKey(Notice, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=LONGEST_CODE, blank=True, help_text="In letters and figures alone")
    digest = models.CharField(max_length=64, unique=True, help_text="Of the secret in the link")
    asked_at = models.DateTimeField(db_index=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(notice__isnull=False, article__isnull=True, code="")
                | Q(notice__isnull=True, article__isnull=False, code="")
                | (Q(notice__isnull=True, article__isnull=True) & ~Q(code="")),
                name="subscriber_waits_for_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"subscriber {self.pk}"
