"""A failure that is written down says where and why, and nothing of the row that a database refused."""

import logging
import sys

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kb.accounts.models import User
from kb.insight.models import CodeStory
from kb.operate.log_paths import LogLine

pytestmark = pytest.mark.django_db
MARK = "a marked\n\nsecret"


def twice() -> None:
    for _ in range(2):
        User.objects.create(username=MARK, name="One", role="EDITOR")


def against_a_rule() -> None:
    CodeStory.objects.create(code="ABC", typed=MARK, at=timezone.now())


@pytest.mark.parametrize("refused", [twice, against_a_rule])
def test_refused_row_is_not_written_down(refused):
    try:
        with transaction.atomic():
            refused()
    except IntegrityError:
        said = sys.exc_info()

    plain, ours = logging.Formatter().formatException(said), LogLine().formatException(said)

    assert ("a marked" in plain) is (connection.vendor == "postgresql")
    assert "a marked" not in ours
    assert "secret" not in ours
    assert "IntegrityError" in ours
    assert "direct cause of the following exception" in ours
    assert f"in {refused.__name__}" in ours


def test_lines_of_the_site_are_written_so(settings):
    assert settings.LOGGING["formatters"]["line"]["()"] == f"{LogLine.__module__}.{LogLine.__qualname__}"
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"line"}
