"""What the tests of the public pages share: content that is made once a module, and a clock that is set."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from kb.catalogue.models import Article
from kb.transfer.actions import bring_in
from tests.browse.stock import furnish
from tests.conftest import FIXTURES


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


@pytest.fixture(scope="module")
def _furnished_once(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        furnish()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def furnished(_furnished_once, db) -> Article:
    """One of everything (tests/browse/stock.py), for a module whose tests all ask for it. The article it is about."""
    return Article.objects.get(slug="card-not-read")


@pytest.fixture
def clock(monkeypatch) -> Callable[[datetime], None]:
    """Time is given: clock(moment) makes it that moment for every page."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to
