"""Which notices are current, ended, shown; and their order."""

from datetime import timedelta

import pytest

from kb.notices.actions import publish_notice
from kb.notices.models import Notice
from tests.notices.conftest import NOON

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)
WEEK = timedelta(days=7)


@pytest.fixture
def published(content):
    def publish(slug, **changes):
        return publish_notice(content=content(slug=slug, **changes), by=None)

    return publish


def slugs(notices):
    return [notice.slug for notice in notices]


def test_notice_is_current_from_its_start_until_its_end(published):
    published("bounded", starts_at=NOON, ends_at=NOON + HOUR)

    notice = Notice.objects.get()

    assert [notice.is_current(at) for at in (NOON - MOMENT, NOON, NOON + HOUR - MOMENT, NOON + HOUR)] == [
        False,
        True,
        True,
        False,
    ]
    assert [notice.has_ended(at) for at in (NOON + HOUR - MOMENT, NOON + HOUR)] == [False, True]


def test_notice_without_an_end_stays_current(published):
    published("endless")

    assert Notice.objects.get().is_current(NOON + 100 * WEEK)


def test_showing_are_all_but_those_that_ended_a_week_ago(published, django_assert_num_queries):
    published("current")
    published("upcoming", starts_at=NOON + HOUR)
    published("ended-lately", starts_at=NOON - 2 * WEEK, ends_at=NOON - WEEK + MOMENT)
    published("ended-long-ago", starts_at=NOON - 2 * WEEK, ends_at=NOON - WEEK)

    with django_assert_num_queries(1):
        shown = slugs(Notice.objects.showing(NOON))

    assert set(shown) == {"current", "upcoming", "ended-lately"}


def test_live_issues_come_first_by_severity_then_the_newest(published):
    published("planned-high", kind="PLANNED", severity="HIGH", starts_at=NOON)
    published("live-low", severity="LOW", starts_at=NOON)
    published("live-high-old", severity="HIGH", starts_at=NOON - HOUR)
    published("live-medium", severity="MEDIUM", starts_at=NOON)
    published("live-high-new", severity="HIGH", starts_at=NOON)
    published("live-high-newest-row", severity="HIGH", starts_at=NOON)

    assert slugs(Notice.objects.most_urgent_first()) == [
        "live-high-newest-row",
        "live-high-new",
        "live-high-old",
        "live-medium",
        "live-low",
        "planned-high",
    ]


@pytest.mark.parametrize("number", [1, 5])
def test_notices_with_their_parts_cost_five_queries_however_many(
    published, identity_agent, err5022, old_cards, number, django_assert_num_queries
):
    for place in range(number):
        published(
            f"notice-{place}",
            services=["nhs-identity-agent"],
            codes=["ERR5022"],
            articles=["older-smartcards"],
            updates=[{"at": NOON, "text": "Better now."}],
        )

    with django_assert_num_queries(5):
        for notice in Notice.objects.showing(NOON).with_parts():
            assert notice.services.all()[0] == identity_agent
            assert notice.codes.all()[0] == err5022
            assert notice.articles.all()[0] == old_cards
            assert notice.updates.all()[0].text == "Better now."
