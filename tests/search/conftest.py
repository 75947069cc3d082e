"""What the tests of the room share: no deadline a busy machine could miss, and content that is made once a module."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from hypothesis import settings

from kb.transfer.actions import bring_in
from tests.conftest import FIXTURES

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="module")
def _shipped_once(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Importing takes seconds: done once for a module whose tests all ask for `shipped`, then rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        bring_in(root=FIXTURES, by=None)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def shipped(_shipped_once, db) -> None:
    """The same as everywhere; what a test changes is undone after it."""
