"""Claiming: of any number of workers one holds a delivery, until it settles it or its time is over."""

import random
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from kb.outbox import breaker, settling
from kb.outbox.answers import Answer, Outcome
from kb.outbox.models import Delivery

# Longer than a dialogue with a mail server may last: see backends.LONGEST_DIALOGUE.
LEASE = timedelta(minutes=5)
LOST = Answer(Outcome.LOST, None, "Whether it was handed over is not known.")


def claim_next(now: datetime) -> Delivery | None:
    """The next due delivery, ours until `claim_ends_at`; nothing when none is due, or none may be tried now."""
    # Looked for outside the transaction: on SQLite each one takes the write lock, and most looks find nothing.
    while Delivery.objects.due(now).exists() and breaker.may_try(now):
        if delivery := _claim(now):
            return delivery
    return None


@transaction.atomic
def _claim(now: datetime) -> Delivery | None:
    # PostgreSQL passes over the rows that others are claiming at this moment. SQLite knows no such locks, and
    # leaves them out of the query: there the update below decides.
    seen = Delivery.objects.due(now).in_order().select_for_update(skip_locked=True).first()
    if seen is None:
        return None
    if seen.state == Delivery.State.CLAIMED and not _goes_on_after_loss(seen, now):
        return None
    token, ends_at = secrets.token_hex(16), now + LEASE
    # Compare and set: it is ours only if it still is as we saw it.
    unchanged = Delivery.objects.filter(pk=seen.pk, state=seen.state, claim=seen.claim)
    if not unchanged.update(state=Delivery.State.CLAIMED, claim=token, claim_ends_at=ends_at):
        return None
    return Delivery.objects.get(pk=seen.pk)


def _goes_on_after_loss(delivery: Delivery, now: datetime) -> bool:
    """Its worker died, or stands still: that counts as an attempt, or a message that kills workers would go on
    killing them for ever."""
    settling.settle(delivery=delivery, answer=LOST, now=now, draw=random.random())  # noqa: S311 - spreads load
    delivery.refresh_from_db()
    return delivery.state == Delivery.State.WAITING
