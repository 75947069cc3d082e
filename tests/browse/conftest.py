"""What the tests of the public pages share: content that is made once a module, and a clock that is set."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone

from kb.catalogue.models import Article
from tests.browse.stock import furnish


@pytest.fixture(scope="module")
def _furnished_once(undone_with_the_module) -> None:
    furnish()


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
