"""One at a time, tried with threads."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from kb.accounts.sign_in.gate import Busy, Gate
from kb.accounts.sign_in.queue import Pace

pytestmark = pytest.mark.either


class Row:
    """Some who go in on their own threads, and what came of each."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.went_on: list[str] = []
        self.turned_away: list[str] = []
        self._threads: list[threading.Thread] = []

    def comes(self, name: str, rank: int = 2, *, stays: bool = False) -> None:
        def go() -> None:
            try:
                with self.gate.turn(rank, stays=stays):
                    self.went_on.append(name)
            except Busy:
                self.turned_away.append(name)

        seen = self.gate.waiting(), len(self.turned_away)
        thread = threading.Thread(target=go)
        self._threads.append(thread)
        thread.start()
        until(lambda: (self.gate.waiting(), len(self.turned_away)) != seen)

    def ends(self) -> None:
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive()


def until(is_so) -> None:
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.001)


@contextmanager
def held(most_waiting: int, seconds: float = 30):
    """A gate through which somebody is going, who takes as long as this lasts; and the row before it."""
    gate = Gate(most_waiting=most_waiting, seconds=seconds)
    row = Row(gate)
    try:
        with gate.turn(2):
            yield row
    finally:
        row.ends()


def test_never_two_at_once():
    gate = Gate(most_waiting=40, seconds=30)
    inside, most = 0, 0

    def go(number: int) -> None:
        nonlocal inside, most
        with gate.turn(number % 5):
            inside += 1
            most = max(most, inside)
            time.sleep(0.002)
            inside -= 1

    with ThreadPoolExecutor(40) as pool:
        list(pool.map(go, range(40)))

    assert (most, inside, gate.waiting()) == (1, 0, 0)


def test_those_who_wait_go_on_by_rank_then_as_they_came():
    with held(8) as row:
        for name, rank in (("last", 4), ("second", 2), ("third", 2), ("first", 0)):
            row.comes(name, rank)
        assert row.went_on == []

    assert row.went_on == ["first", "second", "third", "last"]


def test_where_nobody_else_fits_the_ninth_is_turned_away_at_once():
    with held(8) as row:
        for number in range(8):
            row.comes(f"{number}")
        began = time.monotonic()
        row.comes("ninth")

        assert row.turned_away == ["ninth"]
        assert time.monotonic() - began < 5

    assert row.went_on == [f"{number}" for number in range(8)]


def test_a_better_one_finds_room_where_a_worse_one_waits():
    with held(2) as row:
        row.comes("good", 1)
        row.comes("bad", 4)
        row.comes("better", 1)
        until(lambda: row.turned_away == ["bad"])

    assert row.went_on == ["good", "better"]


def test_who_would_wait_in_vain_is_told_earlier_and_a_better_one_is_not():
    with held(8, seconds=6) as row:
        row.gate.pace = Pace(first=6, most=6)  # so one more is served in 3 seconds, and the next in 9
        row.comes("first")
        row.comes("second")
        row.comes("better", 0)
        until(lambda: row.turned_away == ["second"])
        assert row.gate.waiting() == 2

    assert row.went_on == ["better", "first"]


def test_who_has_come_back_already_is_not_told_earlier():
    with held(8, seconds=1) as row:
        row.gate.pace = Pace(first=1, most=1)
        row.comes("first")
        row.comes("came back", stays=True)
        row.comes("came first")
        until(lambda: row.turned_away == ["came first"])

    assert row.went_on == ["first", "came back"]


def test_nobody_waits_longer_than_the_time():
    with held(8, seconds=0.05) as row:
        row.comes("a")
        row.comes("b")
        until(lambda: sorted(row.turned_away) == ["a", "b"])
        assert row.gate.waiting() == 0

    assert row.went_on == []


def test_the_next_goes_on_whatever_became_of_the_one_before():
    gate = Gate(most_waiting=8)
    with pytest.raises(LookupError), gate.turn(2):
        raise LookupError

    with gate.turn(2):
        pass


def test_who_is_broken_off_while_waiting_takes_no_turn_with_them(monkeypatch):
    gate = Gate(most_waiting=8)

    def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    with gate.turn(2):
        monkeypatch.setattr(threading.Event, "wait", broken_off)
        with pytest.raises(KeyboardInterrupt), gate.turn(2):
            pass
        monkeypatch.undo()
        assert gate.waiting() == 0

    with gate.turn(2):
        pass
