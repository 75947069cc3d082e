"""What a process has noted and not yet written: a page never waits for a count."""

import logging
from collections.abc import Callable
from threading import Lock, Timer

from django.db import Error, connections

WRITTEN_AFTER = 10.0  # seconds
MOST_WAITING = 2_000  # a flood writes no more than that at once, and the rest is not counted
logger = logging.getLogger(__name__)

type Later = Callable[[Callable[[], None]], None]


def after_a_while(do: Callable[[], None]) -> None:
    timer = Timer(WRITTEN_AFTER, do)
    timer.daemon = True
    timer.start()


def write_aside(write: Callable[[], object]) -> None:
    """In a thread of its own, with connections of its own."""
    try:
        write()
    except Error:
        # Counts are not worth a page, or a full memory: what could not be written is gone.
        logger.warning("What visits did could not be counted.")
    finally:
        connections.close_all()


class WaitingNotes[Key, Note]:
    """The first note starts the clock, so none waits for the next. Of two with the same key the first stays."""

    def __init__(self, write: Callable[[], object], later: Later = after_a_while) -> None:
        self.write, self.later = write, later
        self._lock = Lock()
        self._notes: dict[Key, Note] = {}

    def put(self, key: Key, note: Note) -> None:
        with self._lock:
            if len(self._notes) >= MOST_WAITING:
                return
            is_first = not self._notes
            self._notes.setdefault(key, note)
        if is_first:
            self.later(lambda: write_aside(self.write))

    def take(self) -> dict[Key, Note]:
        with self._lock:
            notes, self._notes = self._notes, {}
        return notes
