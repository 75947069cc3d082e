"""Settling: what becomes of a delivery after an attempt. Only who holds the claim may say it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from kb.outbox import breaker
from kb.outbox.answers import NO_STORAGE_LEFT, Answer, Outcome, ServerState
from kb.outbox.models import Attempt, Delivery, Priority

# After the first attempt, the second, and so on: ten attempts over five hours. The first steps are small because
# most trouble is over in minutes; the later ones spare a server that is down.
STEPS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 15, 30, 60, 90, 90))
AFTERWARDS = timedelta(hours=1)
# What is urgent is the first to go when a mail server is back, so it is what is tried while the server is out.
URGENT_FOR_AN_HOUR, URGENT_AFTERWARDS = timedelta(minutes=1), timedelta(minutes=5)
GIVEN_UP_AFTER = timedelta(days=3)
JITTER = 0.2  # a tenth less to a tenth more, so that messages that failed together do not come back together


def next_attempt(
    *,
    attempts: int,
    posted_at: datetime,
    now: datetime,
    draw: float,
    is_urgent: bool = False,
    is_server_out: bool = False,
) -> datetime | None:
    """When to try after `attempts` that failed; nothing when it is to be given up. `draw` is random in [0, 1].

    The first ten are made whatever the age of the message: a replayed one, or one that waited for a worker, gets
    its fair chance. While the mail server is out, the breaker says how often any is tried: the message need not wait
    longer, as it would have to when the server is back.
    """
    is_early = attempts <= len(STEPS)
    step = STEPS[max(attempts, 1) - 1] if is_early else AFTERWARDS
    if is_urgent:
        is_new = now - posted_at < timedelta(hours=1)
        step = min(step, URGENT_FOR_AN_HOUR if is_new else URGENT_AFTERWARDS)
    # What is urgent is due at once when the breaker lets one mail through, or another would be the one that is tried.
    until_the_breaker = timedelta() if is_urgent else breaker.TRY_EVERY
    due_at = now + (until_the_breaker if is_server_out else step * (1 + JITTER * (draw - 0.5)))
    return due_at if is_early or due_at <= posted_at + GIVEN_UP_AFTER else None


State = Delivery.State
UNCLAIMED: dict[str, Any] = {"claim": "", "claim_ends_at": None}


def settled(state: Delivery.State, now: datetime) -> dict[str, Any]:
    """What a delivery is when its story is over. One that was given up keeps its words: a person may replay it."""
    words: dict[str, Any] = {} if state == State.FAILED else {"content": {}}
    return UNCLAIMED | {"state": state, "settled_at": now} | words


def waiting(due_at: datetime) -> dict[str, Any]:
    return UNCLAIMED | {"state": State.WAITING, "due_at": due_at, "settled_at": None}


@transaction.atomic
def settle(*, delivery: Delivery, answer: Answer, now: datetime, draw: float) -> bool:
    """Write down what was said, and what follows if the claim is still held; answers whether it was.

    The attempt is a fact, and is kept even when another worker has the delivery by now.
    """
    Attempt.objects.create(
        delivery_id=delivery.pk, at=now, outcome=answer.outcome, reply_code=answer.code, reply=answer.reply
    )
    held = Delivery.objects.filter(pk=delivery.pk, state=State.CLAIMED, claim=delivery.claim)
    changes = _what_follows(delivery, answer, now, draw)
    return bool(held.update(number_of_attempts=F("number_of_attempts") + 1, **changes))


def _what_follows(delivery: Delivery, answer: Answer, now: datetime, draw: float) -> dict[str, Any]:
    if answer.outcome == Outcome.SENT:
        return settled(State.SENT, now)
    if answer.outcome in {Outcome.TOO_LARGE, Outcome.FULL} and _has_files(delivery):
        # At once: the other side is there, and a small mail may fit where a large one does not.
        return waiting(now) | {"without_files": True}
    # 552 speaks of room even where it speaks of size, and so small a mail is too large for nobody.
    is_too_large = answer.outcome == Outcome.TOO_LARGE and answer.code != NO_STORAGE_LEFT
    if answer.outcome == Outcome.REFUSED or is_too_large:
        return settled(State.FAILED, now)
    due_at = next_attempt(
        attempts=delivery.number_of_attempts + 1,
        posted_at=delivery.posted_at,
        now=now,
        draw=draw,
        is_urgent=delivery.priority < Priority.ORDINARY,
        is_server_out=answer.server == ServerState.OUT and bool(breaker.mail_server()),
    )
    if due_at is None:
        return settled(State.FAILED, now)
    return waiting(now if answer.outcome == Outcome.LOST else due_at)


def _has_files(delivery: Delivery) -> bool:
    return bool(delivery.content.get("files")) and not delivery.without_files
