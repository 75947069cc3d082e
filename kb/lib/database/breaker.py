"""Whether this process reaches its database: a circuit breaker, asked before every statement.

Whoever finds the database broken says so here. Then one thread asks it, for all requests of the process, at once and
from then on once a second, until it answers. Meanwhile nobody else asks: each statement is refused in no time.
"""

import logging
import time
from contextlib import suppress
from datetime import UTC, datetime
from enum import Enum
from threading import Event, Lock, Thread
from typing import Protocol

from django.db import InterfaceError, OperationalError

ASK_EVERY = 1.0  # seconds
# How long a request waits to hear whether a broken connection was the only one. A refusal is heard in milliseconds.
VERDICT_WITHIN = 0.5
FULL_IS_SAID_FOR = 600.0
logger = logging.getLogger(__name__)


class DatabaseAway(OperationalError):  # noqa: N818 - named for what is wrong, like every exception of the house
    """Known before asking."""


class Asked(Protocol):
    """What the thread does, each time in the thread's own name."""

    def probe(self) -> None:
        """Reach the database anew and ask it something small; any error means that it is away."""

    def renew(self) -> None:
        """Let go of all connections of the process, and of whoever waits for one."""


class State(Enum):
    ANSWERS = "answers"
    DOUBTED = "doubted"
    AWAY = "away"


class DatabaseBreaker:
    """It does nothing until it is armed, which the web server's process does: a command waits for its database."""

    def __init__(self) -> None:
        self.state = State.ANSWERS
        self.generation = 0  # connections of an older one are let go of
        self._asked: Asked | None = None
        self._is_asking = False
        self._asked_at = -ASK_EVERY
        self._decided = Event()
        self._lock = Lock()

    @property
    def is_armed(self) -> bool:
        return self._asked is not None

    def arm(self, asked: Asked) -> None:
        self._asked = asked

    def check(self) -> None:
        """Raise DatabaseAway when there is no use in asking."""
        if self.state is State.ANSWERS:
            return
        if self.state is State.DOUBTED:
            self._decided.wait(VERDICT_WITHIN)
        if self.state is not State.ANSWERS:
            raise DatabaseAway("The database does not answer.")

    def doubt(self, *, is_broken: bool) -> None:
        """Have it asked. Only what is broken makes others wait for the verdict; what is slow may be work."""
        with self._lock:
            if self._asked is None:
                return
            if is_broken and self.state is State.ANSWERS:
                self.state = State.DOUBTED
                self._decided.clear()
            is_too_soon = not is_broken and time.monotonic() - self._asked_at < ASK_EVERY
            if self._is_asking or is_too_soon:
                return
            self._is_asking = True
        Thread(target=self._ask_until_it_answers, args=(self._asked,), name="database-probe", daemon=True).start()

    def _ask_until_it_answers(self, asked: Asked) -> None:
        since = time.monotonic()
        while error := self._failure(asked):
            if self.state is not State.AWAY:
                self._go_away(asked, error)
            time.sleep(ASK_EVERY)
        with self._lock:
            before, self.state = self.state, State.ANSWERS
            self._is_asking = False
            if before is not State.ANSWERS:
                self.generation += 1
        self._decided.set()
        if before is State.AWAY:
            logger.warning("The database answers again, after %.0f seconds.", time.monotonic() - since)

    def _failure(self, asked: Asked) -> Exception | None:
        self._asked_at = time.monotonic()
        try:
            asked.probe()
        except Exception as error:
            return error
        if self.state is not State.ANSWERS:
            # Before anybody is let in: those that broke are still in the pool.
            with suppress(Exception):
                asked.renew()
        return None

    def _go_away(self, asked: Asked, error: Exception) -> None:
        self.state = State.AWAY
        self._decided.set()
        # The kind and no more: a message may hold a host, a user or what was asked.
        logger.error("The database does not answer (%s). It is asked each second until it does.", type(error).__name__)
        with suppress(Exception):
            asked.renew()


breaker = DatabaseBreaker()


class Room:
    """Whether the database had room for what this process wrote."""

    def __init__(self) -> None:
        self._at: float | None = None
        self.full_at: datetime | None = None

    def note_full(self) -> None:
        self._at, self.full_at = time.monotonic(), datetime.now(UTC)

    def was_full(self) -> datetime | None:
        """When a write last found none, for ten minutes."""
        is_news = self._at is not None and time.monotonic() - self._at < FULL_IS_SAID_FOR
        return self.full_at if is_news else None


room = Room()


def is_out_of_reach(error: BaseException | None) -> bool:
    """Whether the same may work the next time, for whoever answers in words: not an error in what was asked."""
    return isinstance(error, OperationalError | InterfaceError)
