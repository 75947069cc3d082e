"""Counters that hold on several machines: how often one thing may be done in one window of time."""

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from kb.accounts.models import Throttle
from kb.lib.holders import some_of

UNKNOWN_ADDRESS = "unknown"
SWEPT_AT_ONCE = 200
MOST_LOOKS = 50  # each time somebody else began or ended it in between
_NO_LIMIT = 2**31 - 1  # what the column holds
# A window is not swept at its very end: the clock of another machine may be a little behind.
KEPT_AFTER_ITS_END = timedelta(hours=1)


@dataclass(frozen=True)
class Allowed:
    ok: bool
    retry_after: int = 0  # seconds; 0 when ok


def _digest(action: str, key: str) -> str:
    # Hashed, so that the table holds no address and nothing that was typed.
    return hashlib.sha256(f"{action}\0{key}".encode()).hexdigest()


def end_of_window(now: datetime, seconds: int) -> datetime:
    began = int(now.timestamp()) // seconds * seconds
    return datetime.fromtimestamp(began, UTC) + timedelta(seconds=seconds)


def forget_ended(now: datetime) -> None:
    """Some old rows go each time a new one comes, so the table stays small without a worker."""
    with transaction.atomic():
        some_of(Throttle.objects.ended(now - KEPT_AFTER_ITS_END), SWEPT_AT_ONCE).delete()


def allow(*, action: str, key: str, limit: int, seconds: int, now: datetime | None = None) -> Allowed:
    """Count one more, or refuse. At most `limit` are ever allowed in a window, however many ask at once."""
    now = now or timezone.now()
    ends_at = end_of_window(now, seconds)
    digest = _digest(action, key)
    # Compare and set: the database looks at the count and raises it in one step.
    counter = Throttle.objects.filter(digest=digest, ends_at=ends_at)
    room_left = counter.filter(count__lt=limit)
    for _ in range(MOST_LOOKS):
        if room_left.update(count=F("count") + 1):
            return Allowed(ok=True)
        # Asking "is it full?" and not "is it there?": another process may have made the row a moment ago.
        if counter.filter(count__gte=limit).exists():
            break
        forget_ended(now)
        # If the row is there by now, ours is left out and we count on theirs; a success may take it away again.
        Throttle.objects.bulk_create([Throttle(digest=digest, ends_at=ends_at)], ignore_conflicts=True)
    return Allowed(ok=False, retry_after=max(1, round((ends_at - now).total_seconds())))


def count(*, action: str, key: str, seconds: int) -> None:
    """One more, of what is never refused here."""
    allow(action=action, key=key, limit=_NO_LIMIT, seconds=seconds)


def counted(*, action: str, key: str, seconds: int, now: datetime | None = None) -> int:
    """How often it was allowed in this window so far; nothing is counted by asking."""
    return counted_each([(action, key)], seconds=seconds, now=now)[0]


def counted_each(asked: Sequence[tuple[str, str]], *, seconds: int, now: datetime | None = None) -> list[int]:
    """The same for several actions and keys, in one query."""
    digests = [_digest(action, key) for action, key in asked]
    ends_at = end_of_window(now or timezone.now(), seconds)
    counts = dict(Throttle.objects.filter(digest__in=digests, ends_at=ends_at).values_list("digest", "count"))
    return [counts.get(digest, 0) for digest in digests]


def forget(*, action: str, key: str) -> None:
    """Begin again from nothing, as after a success."""
    Throttle.objects.filter(digest=_digest(action, key)).delete()


def _network(text: str) -> str | None:
    """An IPv4 address, or the /64 of an IPv6 one: a single line holds the whole /64, and could change within it."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # some proxies write 192.0.2.1:40312
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if not address.scope_id else str(address)


def client_address(request: HttpRequest) -> str:
    """Where a request came from. Only what our own proxies wrote is believed: the rest a visitor may invent."""
    proxies = settings.NUMBER_OF_PROXIES
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(forwarded) >= proxies:
        network = _network(forwarded[-proxies])
        if network:
            return network
    return _network(request.META.get("REMOTE_ADDR", "")) or UNKNOWN_ADDRESS


def network_address(request: HttpRequest) -> str:
    """The same, and nothing where it is not known: what nobody can tell apart is not one sender."""
    address = client_address(request)
    return "" if address == UNKNOWN_ADDRESS else address
