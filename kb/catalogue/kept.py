"""What follows from the edition, kept in memory until another is read: nothing that is private to a person, and nothing
that changes without raising it.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from kb.catalogue.models.shared import Stamp
from kb.lib.holders import follow_erasures

_ALL: "list[KeptByEdition]" = []


class KeptByEdition:
    """Up to so many things, those asked for last. They are shared by all requests: whoever is given one changes nothing
    in it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._stamp: Stamp | None = None
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        _ALL.append(self)

    def get[Value](self, stamp: Stamp, key: Hashable, make: Callable[[], Value]) -> Value:
        """Read the stamp before: what `make` reads is of this edition, or of one after which nobody has this stamp."""
        with self._lock:
            if self._stamp == stamp and key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]  # type: ignore[return-value]  # what was made for this key
        value = make()
        with self._lock:
            if self._stamp != stamp:
                self._stamp = stamp
                self._kept.clear()
            self._kept[key] = value
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value

    def forget(self) -> None:
        with self._lock:
            self._stamp = None
            self._kept.clear()


def forget() -> None:
    """What was erased is not to stay in memory; and for tests, where editions begin anew."""
    for kept in _ALL:
        kept.forget()


follow_erasures(forget)
