"""The work itself: claim, send, settle, one message after another."""

import logging
import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, InterfaceError, close_old_connections, transaction
from django.utils import timezone

from kb.outbox import breaker
from kb.outbox.answers import Answer, Outcome
from kb.outbox.claims import claim_next
from kb.outbox.message import Mail
from kb.outbox.models import Attempt, Delivery
from kb.outbox.settling import settle
from kb.outbox.transport import hand_over

logger = logging.getLogger(__name__)

PAUSES = (0.1, 1.0, 2.0, 5.0, 10.0, 20.0)  # seconds; with the waiting between them well inside the claim


def work_once(now: datetime | None = None, *, goes_on: Callable[[], bool] = lambda: True) -> Counter[Attempt.Outcome]:
    """Send everything that is due, and count what became of it. `now` is for tests: else it is the clock's."""
    outcomes: Counter[Attempt.Outcome] = Counter()
    while goes_on() and (outcome := work_on_next(now)):
        outcomes[outcome] += 1
    return outcomes


def work_on_next(now: datetime | None = None) -> Attempt.Outcome | None:
    """One message; nothing when none is due, or none may be tried now."""
    delivery = claim_next(now or timezone.now())
    if delivery is None:
        return None
    answer = hand_over(
        Mail.from_dict(delivery.content), message_id=delivery.message_id, without_files=delivery.without_files
    )
    is_ours = _settle(delivery, answer, now or timezone.now())
    _log(delivery, answer, is_ours=is_ours)
    return answer.outcome


def _settle(delivery: Delivery, answer: Answer, now: datetime) -> bool:
    """A database that is away for a moment must not make a duplicate of a mail that was handed over."""
    draw = random.random()  # noqa: S311 - spreads load
    for pause in PAUSES:
        try:
            return _write_down(delivery, answer, now, draw)
        except (DatabaseError, InterfaceError):
            logger.warning("Delivery %d: what became of it cannot be stored yet.", delivery.pk)
            close_old_connections()
            time.sleep(pause)
    return _write_down(delivery, answer, now, draw)


@transaction.atomic
def _write_down(delivery: Delivery, answer: Answer, now: datetime, draw: float) -> bool:
    breaker.note(answer, now)
    return settle(delivery=delivery, answer=answer, now=now, draw=draw)


def _log(delivery: Delivery, answer: Answer, *, is_ours: bool) -> None:
    """Which and what, never to whom and never what it says."""
    level = logging.INFO if answer.outcome == Outcome.SENT else logging.WARNING
    said = "".join(f" {part}" for part in (answer.code, answer.reply) if part)
    logger.log(level, "Delivery %d, %s: %s.%s", delivery.pk, delivery.purpose, answer.outcome.label.lower(), said)
    if not is_ours:
        logger.warning("Delivery %d was changed by somebody else meanwhile.", delivery.pk)
