"""The content that the product is shipped with, imported once for all tests that ask for it.

Importing takes seconds. The tests with `shipped` run first, inside one transaction that holds the content; it is
rolled back before the first test without. What a test changes is undone after it, as everywhere.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from kb.transfer.actions import bring_in

FIXTURES = Path(settings.BASE_DIR) / "fixtures"

_held = ExitStack()


@pytest.fixture(scope="session")
def _shipped_once(django_db_setup, django_db_blocker) -> None:
    """For what reads the content once for a module; a test asks for `shipped`."""
    with ExitStack() as held:
        held.enter_context(django_db_blocker.unblock())
        held.enter_context(transaction.atomic())
        bring_in(root=FIXTURES, by=None)
        held.callback(transaction.set_rollback, True)
        _held.push(held.pop_all())


@pytest.fixture
def shipped(_shipped_once: None, db: None) -> None:
    """The knowledge base with the content it is shipped with."""


def _asks(item: pytest.Item | None) -> bool:
    return _shipped_once.__name__ in getattr(item, "fixturenames", ())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not _asks(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    yield
    if _asks(item) and not _asks(nextitem):
        _held.close()
