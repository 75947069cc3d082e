"""What was looked at: one row for a visit, a subject and a day; then counts by the hour without any visit."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F

LONGEST_SUBJECT = 110


class ViewQuerySet(models.QuerySet["View"]):
    def on(self, day: date) -> Self:
        return self.filter(day=day)

    def since(self, moment: datetime) -> Self:
        return self.filter(at__gte=moment)

    def over(self, moment: datetime) -> Self:
        return self.filter(at__lt=moment)


class View(models.Model):
    """A visit looked at a subject for the first time that day. `visit` is a hash under the key of the day."""

    subject = models.CharField(max_length=LONGEST_SUBJECT, help_text="code:ERR5022, article:18 or unknown:ABC123")
    visit = models.CharField(max_length=32)
    day = models.DateField(help_text="In London")
    at = models.DateTimeField()

    objects = ViewQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "day", "visit"], name="view_once_a_visit")]
        indexes = [models.Index(fields=["at"], name="view_by_time")]

    def __str__(self) -> str:
        return f"{self.subject} at {self.at:%Y-%m-%d %H:%M}"


class HourCountQuerySet(models.QuerySet["HourCount"]):
    def between(self, start: datetime, end: datetime) -> Self:
        return self.filter(hour__gte=start, hour__lt=end)

    def over(self, moment: datetime) -> Self:
        return self.filter(hour__lt=moment)


class HourCount(models.Model):
    """How many visits looked at a subject first in this hour."""

    subject = models.CharField(max_length=LONGEST_SUBJECT)
    hour = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)

    objects = HourCountQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "hour"], name="hour_count_once")]
        indexes = [models.Index(fields=["hour"], name="hour_count_by_hour")]

    def __str__(self) -> str:
        return f"{self.subject} {self.hour:%Y-%m-%d %H}: {self.number}"


class CountedHourQuerySet(models.QuerySet["CountedHour"]):
    def oldest_first(self) -> Self:
        return self.order_by(F("hour").asc())


class CountedHour(models.Model):
    """An hour of which the views are counted. Whoever makes the row counts them: once for all machines."""

    hour = models.DateTimeField(unique=True)

    objects = CountedHourQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H}"
