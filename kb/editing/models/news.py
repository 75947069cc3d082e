"""What somebody is told of a draft: on their home, and by mail."""

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from kb.accounts.models import User
from kb.editing.models.draft import OPEN, Draft
from kb.editing.models.review import Review
from kb.lib.dates import in_london

# Older news stands on the home alone: nobody who comes back gets a mail of last week.
MAILED_WITHIN = timedelta(days=1)


class NewsQuerySet(models.QuerySet["News"]):
    def that_hold(self) -> Self:
        """What still is so: a draft that was taken back, handed in again or decided on by another is no news."""
        since = Q(at__gte=F("draft__submitted_at"))
        is_behind = Q(draft__state__in=OPEN) & ~Q(draft__based_on=F("draft__article__version"))
        return self.filter(
            Q(kind="PUBLISHED")
            | Q(kind="HANDED_IN", draft__state="IN_REVIEW") & since
            | Q(kind="SENT_BACK", draft__state="SENT_BACK") & since
            | Q(kind="APPROVED", draft__state="SCHEDULED") & since
            | Q(kind="OVERTAKEN", version=F("draft__article__version")) & is_behind
        )

    def unread(self, person: User) -> Self:
        """The latest first."""
        return self.that_hold().filter(person=person, read_at__isnull=True).order_by("-at", "-pk")

    def to_mail(self, now: datetime) -> Self:
        """Not mailed yet, nor read on the page meanwhile; to people who are here today, the first of it first."""
        today: date = in_london(now).date()
        fresh = self.filter(mailed_at__isnull=True, read_at__isnull=True, at__gt=now - MAILED_WITHIN)
        here = Q(person__away_until__isnull=True) | Q(person__away_until__lt=today)
        return fresh.that_hold().filter(here, person__is_active=True).order_by("at", "pk")


class News(models.Model):
    """One thing that one person is told. It has no words of its own: they stand in the draft and its review."""

    class Kind(models.TextChoices):
        HANDED_IN = "HANDED_IN", "Handed in for review"
        SENT_BACK = "SENT_BACK", "Sent back"
        APPROVED = "APPROVED", "Approved for a time"
        PUBLISHED = "PUBLISHED", "Published"
        OVERTAKEN = "OVERTAKEN", "The article changed meanwhile"

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="news")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Nobody for the site itself"
    )
    review = models.ForeignKey(Review, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=0, help_text="The article's version that it speaks of")
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NewsQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "at"], condition=Q(read_at__isnull=True), name="news_unread"),
            models.Index(fields=["at"], name="news_by_age"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "draft", "version"],
                condition=Q(kind="OVERTAKEN"),
                name="news_overtaken_once_a_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.draft_id} to {self.person_id}"


class NewsMail(models.Model):
    """When a person was last mailed their news, so that they get one mail an hour however many workers ask."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} at {self.at:%H:%M:%S}"
