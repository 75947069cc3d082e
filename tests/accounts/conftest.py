"""People of the accounts tests, and a way to do one thing many times at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from kb.accounts import actions
from kb.accounts.models import User
from kb.accounts.roles import Role
from kb.accounts.sign_in.tries import failed_lately

PASSWORD = "violet ferry 27 anchors"


@pytest.fixture(autouse=True)
def _nobody_has_failed_lately() -> None:
    """What a process remembers belongs to the database of the test before."""
    failed_lately.forget()


@pytest.fixture
def password() -> str:
    return PASSWORD


@pytest.fixture
def writer(db) -> User:
    return actions.add_person(username="first.editor", name="First Editor", role=Role.EDITOR, password=PASSWORD)


@pytest.fixture
def clerk(db) -> User:
    """A stranger to everything that an ability is needed for, but reading."""
    return actions.add_person(username="clerk", name="A clerk", role=Role.READER, password=PASSWORD)


@pytest.fixture
def administrator(db) -> User:
    return actions.add_person(username="admin", name="The administrator", role=Role.ADMINISTRATOR, password=PASSWORD)


def _in_threads[T](work: Callable[[], T], *, times: int, workers: int) -> list[T]:
    together = Barrier(workers)

    def run(number: int) -> T:
        if number < workers:
            together.wait(timeout=10)
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, range(times)))


@pytest.fixture
def at_once(transactional_db) -> Callable[..., list]:
    """Each thread has a connection of its own, as processes have."""
    return _in_threads
