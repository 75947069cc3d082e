"""How reports, held files and deflections are read."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models

from kb.reports.triage.querysets import AttachmentQuerySet, DeskQuerySet

if TYPE_CHECKING:
    from kb.reports.models import Deflection, HeldFile  # noqa: F401 - named in type arguments only

__all__ = ["AttachmentQuerySet", "DeflectionQuerySet", "HeldFileQuerySet", "ReportQuerySet"]

# As long as the visitor cookie lives.
VISIT = timedelta(hours=12)
HELD_FOR = timedelta(hours=1)


class ReportQuerySet(DeskQuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-filed_at", "-pk")

    def filed_since(self, moment: datetime) -> Self:
        return self.filter(filed_at__gt=moment)

    def awaiting_digest(self) -> Self:
        """Suspicious, with a desk to send them to, and in no digest yet."""
        return self.told().filter(digested_at__isnull=True).exclude(suspicions=[]).exclude(sent_to="")

    def in_digest_order(self) -> Self:
        """By desk, the urgent ones first."""
        return self.order_by("sent_to", "-is_urgent", "pk")


class HeldFileQuerySet(models.QuerySet["HeldFile"]):
    def current(self, now: datetime) -> Self:
        return self.filter(held_at__gt=now - HELD_FOR)

    def expired(self, now: datetime) -> Self:
        return self.filter(held_at__lte=now - HELD_FOR)


class DeflectionQuerySet(models.QuerySet["Deflection"]):
    def of_visit(self, now: datetime) -> Self:
        return self.filter(opened_at__gt=now - VISIT)

    def of_past_visits(self, now: datetime) -> Self:
        return self.filter(opened_at__lte=now - VISIT)

    def counted(self, now: datetime) -> Self:
        """Opened, and the visit ended without a report: a lower bound of those who found their answer.

        One row for each visitor and article, which the table itself sees to.
        """
        return self.of_past_visits(now).filter(was_reported=False)
