"""Doing one thing many times at once, each time on a connection of its own, as processes do."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection, connections

WORKERS = 4  # as many as the pool of connections holds


def on_own_connections[T](work: Callable[[int], T], *, times: int, workers: int = WORKERS) -> list[T]:
    together = Barrier(workers)

    def run(number: int) -> T:
        if number < workers:
            together.wait(timeout=10)
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, range(times)))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("at-once") / "migrated.sqlite3"


@pytest.fixture
def shared_database(transactional_db, migrated_file: Path, tmp_path: Path, monkeypatch) -> None:
    """SQLite in memory cannot be shared between connections: a file can. PostgreSQL is shared as it is."""
    if connection.vendor != "sqlite":
        return
    own_file = tmp_path / "at-once.sqlite3"

    def use(file: Path) -> None:
        # A new dictionary: the connection of this thread goes on with the old one.
        monkeypatch.setitem(connections.settings, "default", connections.settings["default"] | {"NAME": str(file)})

    if not migrated_file.exists():
        use(migrated_file)
        on_own_connections(lambda _: call_command("migrate", verbosity=0), times=1, workers=1)
    shutil.copy(migrated_file, own_file)
    use(own_file)
