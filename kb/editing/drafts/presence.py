"""Who has a draft open. No audit entry: it is a courtesy to the other, not a record of anybody's day."""

from datetime import datetime, timedelta

from django.db import transaction

from kb.accounts.models import User
from kb.editing.models import Draft, Presence

FORGET_AFTER = timedelta(hours=1)


@transaction.atomic
def seen(*, draft: Draft, by: User, now: datetime) -> None:
    """The person's page says that it is still open."""
    own = Presence.objects.filter(draft=draft, person=by)
    if not own.update(seen_at=now):
        Presence.objects.bulk_create([Presence(draft=draft, person=by, seen_at=now)], ignore_conflicts=True)


@transaction.atomic
def left(*, draft: Draft, by: User) -> None:
    Presence.objects.filter(draft=draft, person=by).delete()


def forget(now: datetime) -> int:
    """Any number of workers may do it at once. Asked first: a removal takes SQLite's only write lock."""
    old = Presence.objects.filter(seen_at__lt=now - FORGET_AFTER)
    return old.delete()[0] if old.exists() else 0
