"""Counting people who found their answer before they sent a report. Nobody is to know who they were."""

import hashlib
from datetime import datetime

from django.db import transaction

from kb.catalogue.models import Article
from kb.reports.models import Deflection


def _digest(visitor: str) -> str:
    return hashlib.sha256(visitor.encode()).hexdigest()


@transaction.atomic
def opened(*, visitor: str, article: Article, now: datetime) -> None:
    """A suggestion was opened; the second time in a visit says nothing new. No `by=`: it is a visitor's act."""
    if visitor:
        row = Deflection(visitor=_digest(visitor), article=article, opened_at=now)
        Deflection.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def reported(*, visitor: str, now: datetime) -> None:
    """What this visitor opened did not help: a report followed."""
    if visitor:
        Deflection.objects.of_visit(now).filter(visitor=_digest(visitor)).update(was_reported=True)


@transaction.atomic
def forget(now: datetime) -> int:
    """Whose visit has ended is nobody's any more; the counts stay."""
    return Deflection.objects.of_past_visits(now).exclude(visitor="").update(visitor="")
