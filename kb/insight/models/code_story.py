"""What somebody told of a code that nobody has written down."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Count, Max, Q

from kb.catalogue import limits
from kb.lib.dates import day_and_clock

LONGEST_WHERE, LONGEST_TOLD = 200, 500


class CodeStoryQuerySet(models.QuerySet["CodeStory"]):
    def about(self, code: str) -> Self:
        """By its key."""
        return self.filter(code=code)

    def oldest_first(self) -> Self:
        return self.order_by("at", "pk")

    def over(self, moment: datetime) -> Self:
        return self.filter(at__lte=moment)

    def numbers(self) -> dict[str, int]:
        """How many there are of each code, that with the newest first."""
        rows = self.order_by().values("code").annotate(number=Count("pk"), last=Max("at")).order_by("-last", "code")
        return dict(rows.values_list("code", "number"))


class CodeStory(models.Model):
    """Three answers, of which each may be empty. For editors alone: it becomes a draft, or goes."""

    code = models.CharField(max_length=limits.CODE["code"], help_text="Its key: ABC123")
    typed = models.CharField(max_length=limits.CODE["code"], help_text="As it was asked for")
    where = models.CharField(max_length=LONGEST_WHERE, blank=True)
    doing = models.TextField(max_length=LONGEST_TOLD, blank=True)
    helped = models.TextField(max_length=LONGEST_TOLD, blank=True)
    at = models.DateTimeField()

    objects = CodeStoryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(where="") | ~Q(doing="") | ~Q(helped=""), name="code_story_says_something"
            )
        ]
        indexes = [models.Index(fields=["code", "at"], name="code_story_by_code")]

    def __str__(self) -> str:
        return f"{self.typed} at {self.at:%Y-%m-%d %H:%M}"

    @property
    def when(self) -> str:
        return day_and_clock(self.at)
