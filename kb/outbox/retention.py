"""How long anything that was sent is remembered."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from kb.lib.holders import some_of
from kb.outbox.models import Delivery, Heartbeat

# What a message said goes as soon as it is handed over; to whom, and what was given up, some time later.
ADDRESSES_KEPT = timedelta(days=30)
DELIVERIES_KEPT = timedelta(days=400)
FILES_KEPT = timedelta(days=30)
BEATS_KEPT = timedelta(days=1)


def forget(now: datetime) -> int:
    """Answers how many rows and files were changed or removed. Any number of workers may do it at once."""
    return sum(forget_some(now) for forget_some in (_addresses, _deliveries, _beats, _files))


@transaction.atomic
def _addresses(now: datetime) -> int:
    old = Delivery.objects.filter(~Q(to="") | ~Q(content={}), settled_at__lte=now - ADDRESSES_KEPT)
    return some_of(old).update(to="", content={})


@transaction.atomic
def _deliveries(now: datetime) -> int:
    old = Delivery.objects.filter(settled_at__lte=now - DELIVERIES_KEPT)
    _, by_table = some_of(old).delete()
    return by_table.get("outbox.Delivery", 0)


def _beats(now: datetime) -> int:
    return Heartbeat.objects.filter(seen_at__lte=now - BEATS_KEPT).delete()[0]


def _files(now: datetime) -> int:
    """Mails that were written to files here."""
    oldest = (now - FILES_KEPT).timestamp()
    old = [file for file in Path(settings.MAIL_FOLDER).glob("*.eml") if file.stat().st_mtime <= oldest]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
