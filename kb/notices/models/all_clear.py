"""That somebody looked, and knew of no live issue."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from kb.accounts.models import User


class AllClearQuerySet(models.QuerySet["AllClear"]):
    def latest_before(self, now: datetime) -> "AllClear | None":
        return self.filter(at__lte=now).order_by("-at", "-pk").first()


class AllClear(models.Model):
    """Who confirmed it, and when. Pages say it for a day."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = AllClearQuerySet.as_manager()

    def __str__(self) -> str:
        return f"No live issue, {self.at:%Y-%m-%d %H:%M}"
