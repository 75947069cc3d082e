"""What an analyst used on a call, and what came of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from kb.accounts.models import User
from kb.catalogue import limits
from kb.catalogue.choices import Actor
from kb.catalogue.models import Article, CodeKey, ErrorCode


class CallOutcome(models.TextChoices):
    WAITING = "WAITING", "waits for its outcome"
    FIXED = "FIXED", "fixed it"
    NOT_FIXED = "NOT_FIXED", "did not fix it"
    ESCALATED = "ESCALATED", "escalated"
    UNSAID = "UNSAID", "nobody said"


# A caller is never passed on to themselves.
ESCALATED_TO = [choice for choice in Actor.choices if choice[0] != Actor.PERSON]


class CallQuerySet(models.QuerySet["Call"]):
    def since(self, moment: datetime) -> Self:
        return self.filter(at__gte=moment)

    def waiting(self) -> Self:
        return self.filter(outcome=CallOutcome.WAITING)

    def of(self, person: User | int) -> Self:
        return self.filter(by=person)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def on_code(self, code: ErrorCode) -> Self:
        """By every spelling, so that a code keeps its calls when it is renamed, or takes another's in."""
        return self.filter(code__in=CodeKey.objects.filter(code=code).values("normal"))

    def carrying(self, article: Article, versions: Collection[int]) -> Self:
        """Those in which one of these versions was used."""
        return self.filter(article=article, version__in=versions).newest_first()

    def by_outcome(self, *columns: str) -> models.QuerySet[Any, Any]:
        """How many of each outcome, for each value of the columns."""
        return self.order_by().values(*columns, "outcome").annotate(number=Count("pk"))


class Call(models.Model):
    """An article or a code that was used with a caller. Nothing of the caller is kept.

    `code` is the code's key as text and no reference: codes are merged and removed, and what was used stays true.
    `version` is that of the article which the analyst read from.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, blank=True, related_name="calls")
    version = models.PositiveIntegerField(null=True, blank=True)
    code = models.CharField(max_length=limits.CODE["code"], blank=True, help_text="Its key: ERR5022")
    outcome = models.CharField(max_length=10, choices=CallOutcome, default=CallOutcome.WAITING)
    escalated_to = models.CharField(max_length=12, choices=ESCALATED_TO, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Emptied after a time",
    )
    at = models.DateTimeField(default=timezone.now)

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=CallOutcome.values), name="call_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome=CallOutcome.ESCALATED, escalated_to__in=[key for key, _ in ESCALATED_TO])
                | Q(~Q(outcome=CallOutcome.ESCALATED), escalated_to=""),
                name="call_escalated_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=False, version__isnull=False)
                | Q(Q(article__isnull=True, version__isnull=True), ~Q(code="")),
                name="call_on_article_or_code",
            ),
        ]
        indexes = [
            models.Index(fields=["code", "at"], name="call_by_code"),
            models.Index(fields=["article", "version"], name="call_by_version"),
            models.Index(fields=["by", "outcome"], name="call_by_person"),
            models.Index(fields=["at"], name="call_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id or self.code} at {self.at:%Y-%m-%d %H:%M}"
