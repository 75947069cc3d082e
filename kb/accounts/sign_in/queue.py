"""Who is next where only one at a time may go on. Pure: it knows no threads and no clock, and is told the time."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class _PlaceInLine:
    """Compared as they are served: a smaller rank first, and who came first within it."""

    rank: int
    number: int


@dataclass(frozen=True)
class _Waiting[W]:
    place: _PlaceInLine
    until: float
    who: W


class Pace:
    """How long one takes, as it was lately, so that nobody waits who cannot be served in time."""

    def __init__(self, *, first: float, most: float) -> None:
        """`first` is a guess, until one was served. `most`: after one that took very long, the next may still wait."""
        self._most = most
        self._one_takes = min(first, most)

    def note(self, seconds: float) -> None:
        self._one_takes = 0.7 * self._one_takes + 0.3 * min(seconds, self._most)

    def wait_behind(self, ahead: int) -> float:
        """Of the one that is being served, half is left."""
        return (ahead + 0.5) * self._one_takes


class Queue[W]:
    """At most `most` wait, each until a time of their own."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._number = 0
        self._waiting: list[_Waiting[W]] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def enter(self, who: W, *, rank: int, until: float) -> W | None:
        """Answers who finds no room: nobody, a worse one who came earlier, or `who` itself."""
        self._number += 1
        self._waiting.append(_Waiting(_PlaceInLine(rank, self._number), until, who))
        if len(self._waiting) <= self._most:
            return None
        last = max(self._waiting, key=lambda one: one.place)
        self._waiting.remove(last)
        return last.who

    def has_room_for(self, rank: int) -> bool:
        """Whether one of that rank would find a place, if need be that of a worse one."""
        return len(self._waiting) < self._most or any(one.place.rank > rank for one in self._waiting)

    def ahead_of(self, rank: int) -> int:
        """How many would go before somebody who comes now, as it is now."""
        return sum(one.place.rank <= rank for one in self._waiting)

    def next(self, now: float) -> W | None:
        """Takes out who goes on. Those whose time is over are passed over: they have been told to go, or soon are."""
        self._waiting = [one for one in self._waiting if one.until > now]
        if not self._waiting:
            return None
        first = min(self._waiting, key=lambda one: one.place)
        self._waiting.remove(first)
        return first.who

    def leave(self, who: W) -> None:
        self._waiting = [one for one in self._waiting if one.who is not who]
