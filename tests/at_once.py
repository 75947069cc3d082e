"""Doing one thing many times at once, each time on a connection of its own, as processes do."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

WORKERS = 4  # no more than the pool of connections holds


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


@pytest.fixture
def shared_database(transactional_db) -> None:
    """What is written is there for every other connection."""
