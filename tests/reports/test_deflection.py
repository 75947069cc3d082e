"""A deflection counts when a suggestion was opened and no report followed within the visit: a lower bound."""

from datetime import timedelta

import pytest

from kb.reports.models import Deflection
from kb.reports.visit import forget_visitors, opened, reported
from tests.make import make_article
from tests.reports.conftest import NOON

pytestmark = pytest.mark.django_db
VISIT = timedelta(hours=12)


@pytest.fixture
def article():
    return make_article()


def counted(now):
    return Deflection.objects.counted(now).count()


def test_it_counts_when_the_visit_is_over_and_not_before(article):
    opened(visitor="cookie", article=article, now=NOON)

    assert counted(NOON + VISIT - timedelta(seconds=1)) == 0
    assert counted(NOON + VISIT) == 1


def test_it_counts_once_for_each_visitor_and_article(article):
    for visitor in ("cookie", "cookie", "another"):
        opened(visitor=visitor, article=article, now=NOON)
    opened(visitor="cookie", article=make_article(), now=NOON + timedelta(hours=1))

    assert counted(NOON + timedelta(days=1)) == 3


def test_report_within_the_visit_means_that_nothing_helped(article):
    for visitor in ("reports", "does not"):
        opened(visitor=visitor, article=article, now=NOON)
        opened(visitor=visitor, article=make_article(), now=NOON)

    reported(visitor="reports", now=NOON + VISIT - timedelta(seconds=1))

    assert counted(NOON + VISIT) == 2


def test_report_after_the_visit_is_about_something_else(article):
    opened(visitor="cookie", article=article, now=NOON)

    reported(visitor="cookie", now=NOON + VISIT)

    assert counted(NOON + VISIT) == 1


def test_visitor_without_a_cookie_is_not_counted(article):
    opened(visitor="", article=article, now=NOON)
    opened(visitor="cookie", article=article, now=NOON)

    reported(visitor="", now=NOON)

    assert counted(NOON + VISIT) == 1


def test_cookie_itself_is_not_stored(article):
    opened(visitor="the-cookie", article=article, now=NOON)

    kept = Deflection.objects.get().visitor
    assert "the-cookie" not in kept
    assert len(kept) == 64


def test_who_it_was_is_forgotten_after_the_visit_and_the_counts_stay(article):
    for visitor in ("cookie", "another"):
        opened(visitor=visitor, article=article, now=NOON)
    opened(visitor="still here", article=article, now=NOON + timedelta(hours=1))
    reported(visitor="another", now=NOON)

    assert forget_visitors(NOON + VISIT) == 2
    assert forget_visitors(NOON + VISIT) == 0

    named = Deflection.objects.exclude(visitor="")
    assert [row.opened_at for row in named] == [NOON + timedelta(hours=1)]
    assert counted(NOON + VISIT) == 1
    opened(visitor="cookie", article=article, now=NOON + VISIT)  # a new visit
    assert counted(NOON + 2 * VISIT) == 3
