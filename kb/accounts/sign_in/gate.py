"""One password check at a time in a process: a check keeps a core busy for half a second, and pages need it too."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from threading import Event, Lock

from django.conf import settings
from django.db import close_old_connections

from kb.accounts.sign_in.queue import Pace, Queue

SECONDS_TO_WAIT = 3.0
USUAL = 0.4  # seconds that a check takes on a core of today
# Of that: how long a wait may look when it begins, and how long somebody waits for whom it looks longer. Who is told
# early and comes back is served sooner than who has waited in vain.
HOPEFUL, HOPELESS = 2 / 3, 1 / 4
RETRY_AFTER = 2  # seconds


class Busy(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Too many want a password to be looked at. Theirs was not, and nothing was counted."""

    retry_after = RETRY_AFTER

    def __init__(self, waited: float = 0.0) -> None:
        super().__init__("Too many passwords wait to be looked at.")
        self.waited = waited  # seconds, before they were told


@dataclass(eq=False)
class _Waiter:
    has_turn: bool = False
    told: Event = field(default_factory=Event)


class Gate:
    def __init__(
        self, *, most_waiting: int, seconds: float = SECONDS_TO_WAIT, before_waiting: Callable[[], None] | None = None
    ) -> None:
        self._seconds = seconds
        self._before_waiting = before_waiting or (lambda: None)
        self._lock = Lock()
        self._is_taken = False
        self._queue = Queue[_Waiter](most_waiting)
        self.pace = Pace(first=USUAL, most=seconds)

    @contextmanager
    def turn(self, rank: int, *, stays: bool = False) -> Iterator[None]:
        """A smaller rank goes first. Raises Busy where there is no room, or the wait is too long; `stays`: however
        long it looks, for whoever has come back already, and would not go before more people the next time.
        """
        self._enter(rank, self._seconds if stays else 0.0)
        began = time.monotonic()
        try:
            yield
        finally:
            with self._lock:
                self.pace.note(time.monotonic() - began)
                self._pass_on()

    def has_room_for(self, rank: int) -> bool:
        """As it is at this moment; asked to save work, for `turn` decides."""
        with self._lock:
            return not self._is_taken or self._queue.has_room_for(rank)

    def waiting(self) -> int:
        return len(self._queue)

    def _enter(self, rank: int, at_least: float) -> None:
        waiter = _Waiter()
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return
            came, seconds = time.monotonic(), max(at_least, self._longest_wait(rank))
            if (turned_away := self._queue.enter(waiter, rank=rank, until=came + seconds)) is not None:
                turned_away.told.set()
        try:
            if not waiter.told.is_set():
                self._before_waiting()
                waiter.told.wait(seconds)
        except BaseException:
            self._give_up(waiter)
            raise
        with self._lock:
            if waiter.has_turn:
                return
            self._queue.leave(waiter)
        raise Busy(time.monotonic() - came)

    def _longest_wait(self, rank: int) -> float:
        is_hopeful = self.pace.wait_behind(self._queue.ahead_of(rank)) <= self._seconds * HOPEFUL
        return self._seconds if is_hopeful else self._seconds * HOPELESS

    def _give_up(self, waiter: _Waiter) -> None:
        with self._lock:
            self._queue.leave(waiter)
            if waiter.has_turn:
                self._pass_on()

    def _pass_on(self) -> None:
        following = self._queue.next(time.monotonic())
        self._is_taken = following is not None
        if following is not None:
            following.has_turn = True
            following.told.set()


@cache
def the_gate() -> Gate:
    """That of this process. Made when first asked, so after the process began."""
    # Who waits holds no connection that a page could use: PostgreSQL's pool has few.
    return Gate(most_waiting=settings.SIGN_IN_MOST_WAITING, before_waiting=close_old_connections)
