"""Keys under which visits and unknown words are scrambled, until their time is over."""

from datetime import datetime
from typing import Self

from django.db import models


class HashKeyQuerySet(models.QuerySet["HashKey"]):
    def over(self, now: datetime) -> Self:
        return self.filter(ends_at__lte=now)


class HashKey(models.Model):
    """Random, of one day or one month. When it is deleted, nobody can say any more what a hash was made from.

    In the database, since all machines need the same.
    """

    period = models.CharField(max_length=10, unique=True, help_text="2026-11-30, or 2026-11")
    key = models.CharField(max_length=64)
    ends_at = models.DateTimeField()

    objects = HashKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.period
