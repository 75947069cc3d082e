"""How long sessions and throttle counters are kept."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from kb.accounts import throttle

AT_ONCE = 500  # so that no transaction holds SQLite's write lock for long


def forget(now: datetime) -> int:
    """Answers how many sessions were removed. Any number of workers may do it at once."""
    throttle.forget_ended(now)
    return _sessions(now)


@transaction.atomic
def _sessions(now: datetime) -> int:
    # Rows that another worker has in hand are passed over: two sweeps must never wait for each other.
    ended = Session.objects.filter(expire_date__lte=now).order_by("pk").select_for_update(skip_locked=True)
    keys = list(ended.values_list("pk", flat=True)[:AT_ONCE])
    return Session.objects.filter(pk__in=keys).delete()[0]
