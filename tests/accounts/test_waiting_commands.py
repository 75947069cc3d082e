"""A command waits while another program writes, and says so."""

import io
import sqlite3
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction

from kb.accounts.models import User
from kb.catalogue.actions import raise_edition
from kb.lib.database.waiting import STILL_LOCKED, WAITING, once_free
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("shared_database")
PASSWORD = "violet ferry 27 anchors"
FIRST = {"FIRST_ADMINISTRATOR_NAME": "Test Person", "FIRST_ADMINISTRATOR_PASSWORD": PASSWORD}


def locked() -> OperationalError:
    """As Django says it."""
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorcode = sqlite3.SQLITE_BUSY_SNAPSHOT
    error = OperationalError("database is locked")
    error.__cause__ = cause
    return error


def in_no_patience() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 20")


@pytest.mark.parametrize(
    "command", [("add_person", "Test Person", "--role", "editor", "--password-stdin"), ("first_administrator",)]
)
def test_person_is_added_once_a_long_import_has_ended(command, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    for name, value in FIRST.items():
        monkeypatch.setenv(name, value)
    is_written, may_end = threading.Event(), threading.Event()
    said = io.StringIO()

    class Heard(io.StringIO):
        """The import ends when the command says that it waits; PostgreSQL lets it go on at once."""

        def write(self, text: str) -> int:
            may_end.set()
            return said.write(text)

    def work(number: int) -> None:
        if number == 0:
            with transaction.atomic():
                raise_edition()
                is_written.set()
                may_end.wait(20)
            return
        is_written.wait(20)
        in_no_patience()
        call_command(*command, stdout=Heard(), stderr=Heard())

    on_own_connections(work, times=2, workers=2)

    assert on_own_connections(lambda _: User.objects.get().name, times=1, workers=1) == ["Test Person"]
    assert (WAITING in said.getvalue()) == (connection.vendor == "sqlite")


@pytest.mark.parametrize(("tries", "said"), [(3, [WAITING]), (1, [])])
def test_it_asks_again_and_says_so_once(tries, said):
    left, heard = list(range(tries - 1)), []

    def act() -> str:
        if left:
            left.pop()
            raise locked()
        return "done"

    assert (once_free(act, say=heard.append), heard) == ("done", said)


def test_patience_has_an_end():
    def act() -> None:
        raise locked()

    with pytest.raises(CommandError) as ended:
        once_free(act, say=lambda words: None, patience=0)
    assert str(ended.value) == STILL_LOCKED


def test_another_error_is_none_to_wait_for():
    def fails() -> None:
        raise OperationalError("no such table")

    with pytest.raises(OperationalError, match="no such table"):
        once_free(fails, say=lambda words: None)
