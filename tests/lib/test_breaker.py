"""Whether a process knows that its database is away, and how seldom it asks."""

import logging
import time
from collections.abc import Callable
from threading import Event

import pytest
from django.db import OperationalError

from kb.lib.database import breaker as module
from kb.lib.database.breaker import DatabaseAway, DatabaseBreaker, Room, State

SOON = 5.0


class Database:
    """Answers or not, as a test says, and counts."""

    def __init__(self) -> None:
        self.answers = True
        self.times = self.renewed = 0
        self.may_say = Event()
        self.may_say.set()

    def probe(self) -> None:
        self.times += 1
        self.may_say.wait(SOON)
        if not self.answers:
            raise OperationalError("no password for kb at 10.0.0.7")

    def renew(self) -> None:
        self.renewed += 1


@pytest.fixture
def database(monkeypatch):
    monkeypatch.setattr(module, "ASK_EVERY", 0.05)
    return Database()


@pytest.fixture
def breaker(database):
    """Its thread ends with the test, since the database answers then."""
    breaker = DatabaseBreaker()
    breaker.arm(database)
    yield breaker
    database.answers = True
    database.may_say.set()
    until(lambda: breaker.state is State.ANSWERS)


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def go_away(breaker, database):
    database.answers = False
    breaker.doubt(is_broken=True)
    until(lambda: database.renewed > 0)


def test_what_is_away_is_refused_without_asking(breaker, database):
    go_away(breaker, database)
    times, began = database.times, time.monotonic()

    for _ in range(1000):
        with pytest.raises(DatabaseAway):
            breaker.check()

    passed = time.monotonic() - began
    assert database.times - times <= passed / 0.05 + 1


def test_one_asks_for_all(breaker, database):
    go_away(breaker, database)

    for _ in range(20):
        breaker.doubt(is_broken=True)
    times, began = database.times, time.monotonic()
    until(lambda: database.times >= times + 3)

    assert time.monotonic() - began >= 0.1  # twenty would have asked twenty times as often


def test_it_is_let_in_again_once_it_answers_and_with_new_connections(breaker, database):
    go_away(breaker, database)
    generation, renewed = breaker.generation, database.renewed
    database.answers = True

    until(lambda: breaker.state is State.ANSWERS)

    breaker.check()
    assert (breaker.generation, database.renewed) == (generation + 1, renewed + 1)


def test_one_broken_connection_is_not_a_database_that_is_away(breaker, database):
    """As after a restart: those who come meanwhile wait for the verdict, and are let in with new connections."""
    database.may_say.clear()
    breaker.doubt(is_broken=True)
    assert breaker.state is State.DOUBTED
    database.may_say.set()

    breaker.check()

    assert (breaker.state, breaker.generation, database.renewed) == (State.ANSWERS, 1, 1)


def test_nobody_waits_long_for_a_verdict(breaker, database):
    database.may_say.clear()
    breaker.doubt(is_broken=True)
    began = time.monotonic()

    with pytest.raises(DatabaseAway):
        breaker.check()

    assert module.VERDICT_WITHIN <= time.monotonic() - began < SOON


def test_slow_statement_has_it_asked_and_holds_up_nobody(breaker, database):
    database.may_say.clear()
    breaker.doubt(is_broken=False)

    breaker.check()
    database.may_say.set()
    until(lambda: not breaker._is_asking)

    assert (breaker.state, breaker.generation, database.renewed) == (State.ANSWERS, 0, 0)


def test_slow_statement_of_a_database_that_is_away_is_found_out(breaker, database):
    database.answers = False
    breaker.doubt(is_broken=False)

    until(lambda: breaker.state is State.AWAY)


def test_command_waits_for_its_database(database):
    """It was not armed: nothing is refused, and nobody asks."""
    breaker = DatabaseBreaker()
    database.answers = False

    breaker.doubt(is_broken=True)

    breaker.check()
    assert database.times == 0


def test_log_says_once_that_it_went_and_once_that_it_is_back(breaker, database, caplog):
    caplog.set_level(logging.WARNING, module.__name__)
    go_away(breaker, database)
    times = database.times
    until(lambda: database.times > times + 2)
    database.answers = True
    until(lambda: breaker.state is State.ANSWERS)
    until(lambda: len(caplog.records) == 2)

    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
    assert "10.0.0.7" not in caplog.text


def test_want_of_room_is_known_for_ten_minutes(monkeypatch):
    room = Room()
    assert room.was_full() is None

    room.note_full()
    assert room.was_full()

    now = time.monotonic()
    monkeypatch.setattr(module.time, "monotonic", lambda: now + 601)
    assert room.was_full() is None
