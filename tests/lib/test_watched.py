"""The two databases as a process of the web server meets them: what is asked first, and what an error says.

Of PostgreSQL only where it is there; SQLite is everywhere.
"""

import gc
import os
import sqlite3
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import closing, suppress
from copy import deepcopy
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import OperationalError, connections

from kb.lib import env
from kb.lib.database import watched
from kb.lib.database.breaker import DatabaseAway, DatabaseBreaker, Room, State
from kb.lib.database.postgresql import base as postgresql
from kb.lib.database.sqlite3 import base as sqlite
from tests.database_proxy import Way, database_proxy

SERVER = os.environ.get("DATABASE_URL", "")
IS_POSTGRESQL = SERVER.startswith("postgres")
SOON = 10.0


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def breaker(monkeypatch):
    """One for the test, known to all that would tell it something."""
    made = DatabaseBreaker()
    for module in (watched, sqlite, postgresql):
        monkeypatch.setattr(module, "breaker", made)
        monkeypatch.setattr(module, "room", Room(), raising=False)
    return made


@pytest.fixture
def made(breaker, django_db_blocker):
    """A connection as Django would make it, under a name of its own, and the breaker armed with it."""
    opened = []

    def make(facts):
        name = "of the test"
        whole = {**deepcopy(connections["default"].settings_dict), **facts, "TIME_ZONE": None}
        kind = sqlite if "sqlite" in facts["ENGINE"] else postgresql
        database = kind.DatabaseWrapper(whole, name)
        database.inc_thread_sharing()
        opened.append(database)
        breaker.arm(database)
        return database

    with django_db_blocker.unblock():
        yield make
        for database in opened:
            database.close()
            database.renew()


def ask(database, statement="SELECT 1"):
    with database.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


# --- SQLite --------------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "kb test.sqlite3"
    with closing(sqlite3.connect(path)) as first:
        first.execute("PRAGMA journal_mode=WAL")
        first.execute("CREATE TABLE kept (words TEXT)")
        first.commit()
    return path


@pytest.fixture
def database(file, made, monkeypatch):
    monkeypatch.setenv("SOME_URL", f"sqlite://{str(file).replace(' ', '%20')}")
    return made(env.database("SOME_URL", file))


def test_file_that_is_gone_is_not_made_anew(database, file, breaker):
    file.unlink()

    with pytest.raises(OperationalError):
        ask(database)

    until(lambda: breaker.state is State.AWAY)
    assert not file.exists()
    with pytest.raises(DatabaseAway):
        ask(database)


def test_file_that_was_deleted_is_noticed_before_anything_is_lost_in_it(database, file, breaker):
    ask(database)
    for path in file.parent.iterdir():
        path.unlink()

    database.close_if_unusable_or_obsolete()

    until(lambda: breaker.state is State.AWAY)
    assert database.connection is None


def test_file_that_was_put_in_its_place_is_read_with_the_next_request(database, file):
    assert ask(database, "SELECT COUNT(*) FROM kept") == (0,)
    with closing(sqlite3.connect(file.with_name("restored"))) as restored:
        restored.execute("CREATE TABLE kept (words TEXT)")
        restored.execute("INSERT INTO kept VALUES ('restored')")
        restored.commit()
    for path in file.parent.glob("kb test*"):
        path.unlink()
    file.with_name("restored").rename(file)

    database.close_if_unusable_or_obsolete()

    assert ask(database, "SELECT words FROM kept") == ("restored",)


@pytest.mark.parametrize("does", ["reads", "writes"])
def test_file_that_is_locked_as_a_whole_costs_nobody_a_second(does, database, file, breaker):
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("INSERT INTO kept VALUES ('mine')")
        began = time.monotonic()
        with pytest.raises(OperationalError):
            ask(database) if does == "reads" else database._start_transaction_under_autocommit()
        waited = time.monotonic() - began
        until(lambda: breaker.state is State.AWAY)
    assert waited < SOON / 2  # five seconds, were it a writer among others
    until(lambda: breaker.state is State.ANSWERS)
    assert ask(database) == (1,)
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        gc.collect()  # Django leaves to the collector what it opened and could not set up


def test_writer_waits_for_another_as_ever(database, file):
    """Longer than a reader would."""
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    ends = threading.Timer(sqlite.READER_WAITS * 2.5, lambda: other.execute("COMMIT"))
    ends.start()
    began = time.monotonic()

    database._start_transaction_under_autocommit()

    assert time.monotonic() - began > sqlite.READER_WAITS * 1.5
    database.connection.execute("ROLLBACK")
    assert database.connection.execute("PRAGMA busy_timeout").fetchone() == (int(sqlite.READER_WAITS * 1000),)
    ends.join()
    other.close()


def test_full_disk_is_known_and_keeps_nobody_from_reading(database, breaker):
    ask(database, "PRAGMA max_page_count = 2")
    with pytest.raises(OperationalError, match="full"), suppress(sqlite3.Error), database.cursor() as cursor:
        cursor.execute("INSERT INTO kept VALUES (%s)", ["x" * 100_000])

    assert sqlite.room.was_full()
    assert breaker.state is State.ANSWERS
    assert ask(database, "SELECT COUNT(*) FROM kept") == (0,)


def test_commands_are_not_armed_and_wait_as_their_settings_say(file, breaker, monkeypatch):
    monkeypatch.setenv("SOME_URL", f"sqlite://{str(file).replace(' ', '%20')}")
    whole = {**deepcopy(connections["default"].settings_dict), **env.database("SOME_URL", file)}

    assert sqlite.DatabaseWrapper(whole, "of the test").get_connection_params()["timeout"] == 5


# --- PostgreSQL ----------------------------------------------------------------------------------------------------


@pytest.fixture
def proxy():
    with database_proxy(urlsplit(SERVER)._replace(path="/postgres").geturl()) as opened:
        yield opened


@pytest.fixture
def server(proxy, made, monkeypatch):
    monkeypatch.setenv("SOME_URL", proxy.url)
    return made(env.database("SOME_URL", None))


def _refuses(server, proxy, breaker):
    ask(server)
    proxy.bar(Way.REFUSED)
    with pytest.raises(OperationalError):
        ask(server)
    until(lambda: breaker.state is State.AWAY)
    server.close_if_unusable_or_obsolete()
    began, tries = time.monotonic(), proxy.connections
    for _ in range(100):
        with pytest.raises(DatabaseAway):
            ask(server)
    assert time.monotonic() - began < 1
    assert proxy.connections == tries
    proxy.open()
    until(lambda: breaker.state is State.ANSWERS)
    assert ask(server) == (1,)


def _says_nothing(server, proxy, breaker):
    """A statement under way is given up when the server is known to be away, and the next is not begun."""
    ask(server)
    proxy.bar(Way.SILENT)
    began = time.monotonic()
    with pytest.raises(OperationalError):
        ask(server)
    assert time.monotonic() - began < SOON
    assert breaker.state is State.AWAY
    server.close_if_unusable_or_obsolete()
    proxy.open()
    until(lambda: breaker.state is State.ANSWERS)
    assert ask(server) == (1,)


def _takes_its_time(server, proxy, breaker):
    """While the server answers others, a statement may."""
    assert ask(server, "SELECT 1 FROM pg_sleep(1.3)") == (1,)
    assert proxy.connections >= 2  # somebody asked meanwhile
    assert (breaker.state, breaker.generation) == (State.ANSWERS, 0)


def _loses_its_connections(server, proxy, breaker):
    """As when it was started anew: one request meets it, and those after it have new connections."""
    ask(server)
    proxy.bar(Way.REFUSED)
    proxy.open()
    with suppress(OperationalError):  # on a slow machine whoever asks for all, once a second, meets it first
        ask(server)
    until(lambda: breaker.generation == 1)
    server.close_if_unusable_or_obsolete()
    assert ask(server) == (1,)


def _is_full_of_others(server, proxy, breaker):
    """It is there: those connections that we have are used, and nobody is turned away."""
    assert postgresql._is_full(psycopg.OperationalError("FATAL:  sorry, too many clients already"))
    assert not postgresql._is_full(psycopg.OperationalError("FATAL:  the database system is starting up"))


def _has_limits_of_tcp(server, proxy, breaker):
    given = server.get_connection_params()
    assert (given["connect_timeout"], given["tcp_user_timeout"], given["keepalives_idle"]) == ("2", "2000", "1")


OF_A_SERVER = (
    (_refuses, _says_nothing, _takes_its_time, _loses_its_connections, _is_full_of_others, _has_limits_of_tcp)
    if IS_POSTGRESQL
    else ()
)


if IS_POSTGRESQL:

    @pytest.mark.databases
    @pytest.mark.parametrize("what", OF_A_SERVER)
    def test_server_that(what, server, proxy, breaker):
        what(server, proxy, breaker)
