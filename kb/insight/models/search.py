"""What people searched for, as far as it may be kept, and words that nobody of us knows."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q

from kb.insight.models.view import LONGEST_SUBJECT

LONGEST_WORDS = 160
LONGEST_WORD = 40


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def since(self, moment: datetime) -> Self:
        return self.filter(at__gte=moment)

    def told(self) -> Self:
        """Of which the page said what came of them: without a script none does."""
        return self.filter(number__isnull=False)

    def visits_before(self, moment: datetime) -> Self:
        return self.filter(at__lte=moment).exclude(visit="")

    def over(self, moment: datetime) -> Self:
        return self.filter(at__lte=moment)


class SearchEntry(models.Model):
    """A visit searched for this, for the first time that day. `words` are codes and words of ours, with a gap where
    something else stood. `visit` is a hash under the key of the day, and emptied soon."""

    words = models.CharField(max_length=LONGEST_WORDS)
    visit = models.CharField(max_length=32, blank=True)
    day = models.DateField(help_text="In London")
    at = models.DateTimeField()
    number = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Of results; empty until the page says it"
    )
    is_sure = models.BooleanField(default=False, help_text="The page led to one answer")
    opened = models.CharField(
        max_length=LONGEST_SUBJECT, blank=True, help_text="article:18, code:ERR5022 or page:start"
    )

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["words", "day", "visit"], condition=~Q(visit=""), name="search_once_a_visit"
            )
        ]
        indexes = [
            models.Index(fields=["at"], name="search_by_time"),
            models.Index(fields=["day", "visit"], name="search_by_visit"),
        ]

    def __str__(self) -> str:
        return self.words


class WordSightingQuerySet(models.QuerySet["WordSighting"]):
    def since(self, moment: datetime) -> Self:
        return self.filter(at__gte=moment)

    def shown(self) -> Self:
        return self.exclude(word="")

    def hidden(self) -> Self:
        return self.filter(word="")

    def visits_before(self, moment: datetime) -> Self:
        return self.filter(at__lte=moment).exclude(visit="")

    def over(self, *, hidden: date, shown: datetime) -> Self:
        """Hashes of days before that one, under a key that is gone; and words that had their time."""
        return self.filter(Q(word="", day__lt=hidden) | Q(~Q(word=""), at__lte=shown))


class WordSighting(models.Model):
    """A visit typed a word that nobody of us knows. `digest` is a hash under the key of the month; `word` is empty
    until so many have typed it that editors may see it."""

    digest = models.CharField(max_length=32)
    word = models.CharField(max_length=LONGEST_WORD, blank=True)
    visit = models.CharField(max_length=32, blank=True)
    day = models.DateField(help_text="In London")
    at = models.DateTimeField()

    objects = WordSightingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "day", "visit"], condition=~Q(visit=""), name="word_once_a_visit")
        ]
        indexes = [
            models.Index(fields=["at"], name="word_by_time"),
            models.Index(fields=["word"], name="word_by_word"),
        ]

    def __str__(self) -> str:
        return self.word or self.digest
