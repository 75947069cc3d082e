"""Asking to be told, confirming, changing one's mind, and being told. Pages do not change, so the Edition stays as it
is; and the audit, which is kept for ever, is told of none of it: it is about an address that soon is deleted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kb.accounts import throttle
from kb.accounts.people.rules import digest_of, new_secret
from kb.lib.holders import some_of
from kb.notices.models import Subscriber
from kb.notices.tell_me import mails
from kb.notices.tell_me.reading import Awaited, awaited_by
from kb.outbox import actions as outbox

ASKED, MAILS_A_DAY, DAY = "tell me", 3, 24 * 3600
MOST_TOLD = 200  # in one go of the worker, each in a transaction of its own


@transaction.atomic
def ask(*, email: str, what: Awaited) -> None:
    """A mail with a link, unless the address confirmed this already or had its mails of the day. Whoever asks is told
    the same each time: nobody finds out which addresses are known here.
    """
    now = timezone.now()
    address = email.lower()
    before = Subscriber.objects.filter(email=address, **what.row)
    if before.confirmed().exists():
        return
    if not throttle.allow(action=ASKED, key=address, limit=MAILS_A_DAY, seconds=DAY, now=now).ok:
        return
    _forget(list(before))
    secret = new_secret()
    row = Subscriber.objects.create(email=address, digest=digest_of(secret), asked_at=now, **what.row)
    mails.post_confirmation(row, what, secret)


def subscriber_of(secret: str, now: datetime) -> Subscriber | None:
    found = Subscriber.objects.select_related("notice", "article").filter(digest=digest_of(secret)).first()
    is_over = found is not None and Subscriber.objects.over(now).filter(pk=found.pk).exists()
    return None if is_over else found


@transaction.atomic
def confirm(*, subscriber: Subscriber) -> None:
    """Doing it twice changes nothing."""
    Subscriber.objects.filter(pk=subscriber.pk, confirmed_at__isnull=True).update(confirmed_at=timezone.now())


@transaction.atomic
def stop(*, subscriber: Subscriber) -> None:
    """The address goes at once, from the row of the mail too."""
    _forget([subscriber])


def _forget(subscribers: list[Subscriber]) -> None:
    for subscriber in subscribers:
        outbox.forget_about(room=mails.ROOM, key=mails.key_of(subscriber))
    Subscriber.objects.filter(pk__in=[subscriber.pk for subscriber in subscribers]).delete()


def tell(now: datetime) -> int:
    """The worker, once a minute: whoever waits for what is fixed gets one mail, and the address is deleted."""
    waiting = Subscriber.objects.confirmed().select_related("notice", "article").order_by("asked_at", "pk")
    told, known = 0, dict[tuple[int | None, int | None, str], Awaited]()
    for subscriber in waiting.iterator(MOST_TOLD):
        thing = (subscriber.notice_id, subscriber.article_id, subscriber.code)
        what = known.get(thing) or known.setdefault(thing, awaited_by(subscriber, now))
        if what.fixed:
            told += _tell(subscriber, what)
        if told >= MOST_TOLD:
            break
    return told


@transaction.atomic
def _tell(subscriber: Subscriber, what: Awaited) -> int:
    """Of two workers, one deletes the row, and only that one writes."""
    number_deleted, _ = Subscriber.objects.filter(pk=subscriber.pk).delete()
    if not number_deleted:
        return 0
    outbox.forget_about(room=mails.ROOM, key=mails.key_of(subscriber))
    mails.post_fixed(subscriber, what)
    return 1


def blank(row: Subscriber, changes: Mapping[str, Any]) -> None:
    """An address that is erased everywhere waits for nothing."""
    if "email" in changes:
        _forget([row])


@transaction.atomic
def forget_over(now: datetime) -> int:
    over = list(some_of(Subscriber.objects.over(now)))
    _forget(over)
    return len(over)
