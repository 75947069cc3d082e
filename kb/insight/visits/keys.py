"""Scrambled forms of what nobody is to know, under keys that are thrown away."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction

from kb.insight.models import HashKey
from kb.lib.dates import at_midnight, in_london
from kb.lib.holders import some_of

LENGTH = 32  # of a hash, in hexadecimal figures: 128 bits


class Period(Enum):
    """How long a key lives. The value is the form of its name."""

    DAY = "%Y-%m-%d"
    MONTH = "%Y-%m"


def _end(period: Period, now: datetime) -> datetime:
    today = in_london(now).date()
    if period == Period.DAY:
        return at_midnight(today + timedelta(days=1))
    return at_midnight((today.replace(day=1) + timedelta(days=32)).replace(day=1))


_known: dict[Period, tuple[str, bytes]] = {}  # of this process: the key of today, and the one of this month


def _key(period: Period, now: datetime) -> bytes:
    name = in_london(now).strftime(period.value)
    known = _known.get(period)
    if known and known[0] == name:
        return known[1]
    with transaction.atomic():
        some_of(HashKey.objects.over(now)).delete()
        # Of several processes that find none, one makes it, and all read that one.
        row = HashKey(period=name, key=secrets.token_hex(32), ends_at=_end(period, now))
        HashKey.objects.bulk_create([row], ignore_conflicts=True)
        key = bytes.fromhex(HashKey.objects.get(period=name).key)
    transaction.on_commit(lambda: _known.update({period: (name, key)}))
    return key


def forget() -> None:
    """What this process knows; for tests, whose database begins anew."""
    _known.clear()


def scrambled(text: str, *, period: Period, now: datetime) -> str:
    return hmac.new(_key(period, now), text.encode(), hashlib.sha256).hexdigest()[:LENGTH]


def visit_of(*, address: str, browser: str, now: datetime) -> str:
    """The same for the rest of the day; after midnight nobody can make it again, and so nobody can compare."""
    return scrambled(f"{address}\0{browser}", period=Period.DAY, now=now)


@transaction.atomic
def forget_keys(now: datetime) -> None:
    some_of(HashKey.objects.over(now)).delete()
    for period, (name, _) in list(_known.items()):
        if name != in_london(now).strftime(period.value):
            _known.pop(period, None)
