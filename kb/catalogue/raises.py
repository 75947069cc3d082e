"""When this process last raised the edition, for whoever shows a page from memory while the database is away.

What was withdrawn or erased here must not come back so. A raise counts from when it was made; that it was taken back is
never heard, and nor is whether it was kept, if the database went away in the middle of that.
"""

import itertools
import time
from collections.abc import Callable
from threading import Lock

# No transaction of a page lasts longer: a stamp that was read after that, and is lower, says that it was taken back.
SETTLES_WITHIN = 60.0  # seconds


class Raises:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """For tests, where each begins anew."""
        self._names = itertools.count()
        self._open: dict[int, float] = {}
        self._settled_at = float("-inf")

    def note(self, on_commit: Callable[[Callable[[], None]], None]) -> None:
        name = next(self._names)
        with self._lock:
            now = self._clock()
            self._open = {one: at for one, at in self._open.items() if now - at <= SETTLES_WITHIN} | {name: now}
            self._settled_at = now
        on_commit(lambda: self._settle(name))

    def _settle(self, name: int) -> None:
        with self._lock:
            self._open.pop(name, None)
            self._settled_at = self._clock()

    def are_in(self, read_at: float) -> bool:
        """Whether a stamp that was read then says of every raise what became of it."""
        with self._lock:
            return read_at > self._settled_at and all(read_at - at > SETTLES_WITHIN for at in self._open.values())


raises = Raises()
