"""The databases of the tests: one that was migrated, one that holds the shipped content as well.

Both are made once, kept between runs under a name that says what they were made from, and copied for each process: a
SQLite file is copied, PostgreSQL makes a database from a template. A test with `shipped` works on the second.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from kb.transfer.actions import bring_in
from scripts.set_up import REQUIREMENTS, digest

ROOT = Path(settings.BASE_DIR)
FIXTURES = ROOT / "fixtures"
KEPT = ROOT / ".pytest_cache" / "prepared"


class Kind(StrEnum):
    MIGRATED = "migrated"
    SHIPPED = "shipped"


def _made_from(kind: Kind) -> str:
    """A hash of all that can change what is in the database. Migrations import nothing of ours, as a test sees."""
    kb = ROOT / "kb"
    files = {*kb.glob("*/migrations/*.py"), *kb.glob("*/models*/**/*.py"), *kb.glob("*/models.py"), Path(__file__)}
    facts = ""
    if kind == Kind.SHIPPED:
        files |= {*kb.rglob("*.py"), *(path for path in FIXTURES.rglob("*") if path.is_file())}
        facts = f"{date.today()}"  # noqa: DTZ011 - what was imported yesterday has other dates
    files |= {kb / "settings.py", REQUIREMENTS / "dev.txt"}
    return hashlib.sha256(f"{digest(sorted(files))} {facts}".encode()).hexdigest()[:10]


# --- What the two engines do each in its own way -------------------------------------------------------------------


class _Files:
    """SQLite."""

    def __init__(self) -> None:
        self.kept, self.own = f"{KEPT}/", f"{settings.VAR_DIR}/"
        connection.settings_dict["OPTIONS"] = {
            **connection.settings_dict["OPTIONS"],
            # Nothing in it outlives the tests, so no commit need wait for the disk.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
        }

    def names(self) -> list[str]:
        return [str(path) for path in KEPT.iterdir() if path.suffix != ".lock"]

    def create(self, name: str) -> None:
        self.drop(name)

    def copy(self, old: str, new: str) -> None:
        self.drop(new)
        shutil.copyfile(old, new)

    def rename(self, old: str, new: str) -> None:
        Path(old).replace(new)

    def drop(self, name: str) -> None:
        for path in (name, f"{name}-wal", f"{name}-shm"):
            Path(path).unlink(missing_ok=True)

    def leave(self) -> None:
        connection.close()


class _Server:
    """PostgreSQL."""

    def __init__(self) -> None:
        test, worker = f"test_{connection.settings_dict['NAME']}", os.environ.get("PYTEST_XDIST_WORKER", "alone")
        self.kept, self.own = f"{test}_kept_", f"{test}_{worker}_"

    def _say(self, statement: str) -> list[tuple[str, ...]]:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def names(self) -> list[str]:
        return [name for (name,) in self._say("SELECT datname FROM pg_database") if name.startswith(self.kept)]

    def create(self, name: str) -> None:
        self.drop(name)
        self._say(f'CREATE DATABASE "{name}"')

    def copy(self, old: str, new: str) -> None:
        self.drop(new)
        self._say(f'CREATE DATABASE "{new}" TEMPLATE "{old}"')

    def rename(self, old: str, new: str) -> None:
        self._say(f'ALTER DATABASE "{old}" RENAME TO "{new}"')

    def drop(self, name: str) -> None:
        self._say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def leave(self) -> None:
        connection.close()
        connection.close_pool()


# --- Making, keeping, copying --------------------------------------------------------------------------------------


class Databases:
    """Those of this process. What a test wants is told before it is known whether it uses a database at all."""

    def __init__(self) -> None:
        self._engine = _Files() if connection.vendor == "sqlite" else _Server()
        self._copied: dict[Kind, str] = {}
        self._wanted = Kind.MIGRATED
        self._blocker: DjangoDbBlocker | None = None

    def set_up(self, blocker: DjangoDbBlocker) -> None:
        self._blocker = blocker
        self.want(self._wanted)

    def want(self, kind: Kind) -> None:
        self._wanted = kind
        if self._blocker:
            with self._blocker.unblock():
                if kind not in self._copied:
                    self._copied[kind] = self._copy_of(kind)
                self._go_to(self._copied[kind])

    def _go_to(self, name: str) -> None:
        if connection.settings_dict["NAME"] != name:
            assert not connection.in_atomic_block, "a test before this one left a transaction open"
            self._engine.leave()
            connection.settings_dict["NAME"] = name

    def _copy_of(self, kind: Kind) -> str:
        own = f"{self._engine.own}{kind}"
        with _one_at_a_time():
            self._engine.copy(self._prepared(kind), own)
        return own

    def _prepared(self, kind: Kind) -> str:
        name = f"{self._engine.kept}{kind}_{_made_from(kind)}"
        if name not in self._engine.names():
            begun = f"{self._engine.kept}{kind}_begun"
            self._make(kind, begun)
            for old in self._engine.names():
                if old.startswith(f"{self._engine.kept}{kind}_") and old != begun:
                    self._engine.drop(old)
            self._engine.rename(begun, name)
        return name

    def _make(self, kind: Kind, name: str) -> None:
        if kind == Kind.MIGRATED:
            self._engine.create(name)
            self._go_to(name)
            call_command("migrate", verbosity=0, interactive=False)
        else:
            self._engine.copy(self._prepared(Kind.MIGRATED), name)
            self._go_to(name)
            bring_in(root=FIXTURES, by=None)
        self._engine.leave()

    def copy(self, kind: Kind, name: str) -> None:
        """For a process of another site: a file, or a database of the server."""
        assert self._blocker
        with self._blocker.unblock(), _one_at_a_time():
            prepared = self._prepared(kind)
            self._go_to(self._copied[self._wanted])  # nobody may be connected to a template
            self._engine.copy(prepared, name)

    def clear_away(self) -> None:
        assert self._blocker
        with self._blocker.unblock():
            self._engine.leave()
            for name in self._copied.values():
                self._engine.drop(name)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Among all processes that test this checkout."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "one.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# --- For pytest ----------------------------------------------------------------------------------------------------

_DATABASES = pytest.StashKey[Databases]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_DATABASES] = Databases()


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Databases]:
    ours = request.config.stash[_DATABASES]
    ours.set_up(django_db_blocker)
    yield ours
    ours.clear_away()


@pytest.fixture(scope="session")
def django_db_setup(databases: Databases) -> None:
    """In place of pytest-django's, which migrates each time."""


@pytest.fixture(scope="module")
def _shipped_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For what reads the content once for a module; a test asks for `shipped`."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def undone_with_the_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For rows that are made once for a module; each test asks for `db` too, and what it writes goes before them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def shipped(_shipped_once: None, db: None) -> None:
    """The knowledge base with the content it is shipped with."""


def _asks_for_content(item: pytest.Item) -> bool:
    return _shipped_once.__name__ in getattr(item, "fixturenames", ())


def put_the_shipped_content_first(items: list[pytest.Item]) -> None:
    """So that a process changes its database once, and no core waits for the long walks through it at the end."""
    items.sort(key=lambda item: not _asks_for_content(item))


def lead_to_its_database(item: pytest.Item) -> None:
    item.config.stash[_DATABASES].want(Kind.SHIPPED if _asks_for_content(item) else Kind.MIGRATED)


def mark_what_asks_a_database(items: list[pytest.Item]) -> None:
    """With `databases`, unless its module says with `either` that a database has no say in it."""
    for item in items:
        is_test_case = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
        asks = is_test_case or databases.__name__ in getattr(item, "fixturenames", ())
        if (asks or item.get_closest_marker("django_db")) and not item.get_closest_marker("either"):
            item.add_marker("databases")
