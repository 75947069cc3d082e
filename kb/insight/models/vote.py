"""Whether a page fixed it."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from kb.catalogue import limits
from kb.catalogue.choices import Audience
from kb.catalogue.models import Article

LONGEST_COMMENT = 500


class Reason(models.TextChoices):
    """Why it did not."""

    STILL_BROKEN = "STILL_BROKEN", "I did the steps, and it still does not work"
    NOT_MINE = "NOT_MINE", "This is not the problem I have"
    UNCLEAR = "UNCLEAR", "I do not understand a step"
    NOT_ALLOWED = "NOT_ALLOWED", "I cannot do a step on this computer, or I am not allowed to"
    OTHER = "OTHER", "Something else"


class VoteQuerySet(models.QuerySet["Vote"]):
    def counted(self) -> Self:
        return self.filter(is_counted=True)

    def since(self, moment: datetime) -> Self:
        return self.filter(at__gte=moment)

    def with_comment(self) -> Self:
        return self.exclude(comment="")

    def voters_before(self, moment: datetime) -> Self:
        return self.filter(Q(at__lte=moment) & ~Q(visitor="", visit=""))

    def answers(self, *columns: str) -> models.QuerySet[Any, Any]:
        """How many counted votes of each answer and reason, for each value of the columns."""
        return self.counted().order_by().values(*columns, "fixed", "reason").annotate(number=Count("pk"))


class Vote(models.Model):
    """One answer to “Did this fix it?”. `page` is what one visitor votes on once.

    A vote too many is kept, for what it says, and not counted. By `visitor` (a digest of the cookie) and `visit` (a
    hash under the key of the day) the same person is known again for a day; then both are emptied.
    """

    page = models.CharField(max_length=limits.CODE["code"] + 10, help_text="article:18:3, or code:ERR5022")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, blank=True, related_name="votes")
    version = models.PositiveIntegerField(null=True, blank=True)
    code = models.CharField(max_length=limits.CODE["code"], blank=True, help_text="Its key, from the page of a code")
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.USER)
    fixed = models.BooleanField()
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    comment = models.TextField(max_length=LONGEST_COMMENT, blank=True)
    visitor = models.CharField(max_length=64, blank=True)
    visit = models.CharField(max_length=32, blank=True)
    is_counted = models.BooleanField(default=True)
    at = models.DateTimeField(default=timezone.now)

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "visitor"],
                condition=Q(is_counted=True) & ~Q(visitor=""),
                name="vote_once_a_visitor",
            ),
            models.UniqueConstraint(
                fields=["page", "visit"], condition=Q(is_counted=True) & ~Q(visit=""), name="vote_once_a_visit"
            ),
            models.CheckConstraint(condition=Q(reason__in=["", *Reason.values]), name="vote_reason_known"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="vote_audience_known"),
            models.CheckConstraint(
                condition=Q(fixed=False) | Q(reason="", comment=""), name="vote_reason_of_what_did_not_fix"
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=False, version__isnull=False)
                | Q(Q(article__isnull=True, version__isnull=True), ~Q(code="")),
                name="vote_on_article_or_code",
            ),
        ]
        indexes = [
            models.Index(fields=["article", "version"], name="vote_by_version"),
            models.Index(fields=["code", "at"], name="vote_by_code"),
            models.Index(fields=["at"], name="vote_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.page}: {'yes' if self.fixed else 'no'}"
