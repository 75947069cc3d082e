"""Signs of life: how anybody can tell that a worker is at work, on whichever machine."""

import hashlib
import os
import socket
from datetime import datetime, timedelta

from kb.outbox.models import Heartbeat

GONE_AFTER = timedelta(minutes=2)


def own_name() -> str:
    """A digest: the table need not say which machines there are."""
    return hashlib.sha256(f"{socket.gethostname()}\0{os.getpid()}".encode()).hexdigest()[:40]


def beat(now: datetime) -> None:
    Heartbeat.objects.update_or_create(name=own_name(), defaults={"seen_at": now})


def end() -> None:
    """A worker that stops says so: nobody has to wait to see that it is gone."""
    Heartbeat.objects.filter(name=own_name()).delete()


def number_of_workers(now: datetime) -> int:
    return Heartbeat.objects.since(now - GONE_AFTER).count()
