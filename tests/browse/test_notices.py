"""What readers see of notices: how far a live issue is, when nobody has said anything for hours, and what is over."""

from datetime import UTC, datetime, timedelta

import pytest

from kb.notices.actions import add_update, end_notice
from kb.notices.models import AllClear
from kb.notices.posting.actions import confirm_no_live_issue
from tests.make import make_article, make_code, make_notice, make_service

MORNING = datetime(2026, 11, 23, 9, 10, tzinfo=UTC)  # also on clocks in the UK
HOUR = timedelta(hours=1)
CLEAR = "We know of no live issue"

pytestmark = pytest.mark.django_db


@pytest.fixture
def slow(db, clock):
    clock(MORNING)
    make_service("identity-agent")
    make_code("ERR5022")
    make_article(slug="slow-sign-in", title="Slow sign-in", codes=("ERR5022",))
    return make_notice(
        "slow",
        title="Sign-in is slow for many people",
        short_title="Sign-in is slow",
        starts_at=MORNING.isoformat(),
        services=["identity-agent"],
        codes=["ERR5022"],
    )


def text_of(client, address, **headers) -> str:
    return client.get(address, headers=headers).content.decode()


PAGES = ["/", "/notices/", "/codes/ERR5022/", "/services/identity-agent/", "/articles/slow-sign-in/"]


@pytest.mark.parametrize("address", PAGES)
def test_page_says_how_far_it_is(client, slow, address):
    add_update(notice=slow, text="We look.", state="INVESTIGATING", by=None, at=MORNING)
    before = text_of(client, address)
    add_update(notice=slow, text="It is the network.", state="IDENTIFIED", by=None, at=MORNING + HOUR)

    after = text_of(client, address)

    assert "Investigating" in before
    assert "Cause found" in after


def test_search_says_how_far_it_is(client, slow):
    add_update(notice=slow, text="We look.", state="INVESTIGATING", by=None, at=MORNING)

    assert "Investigating" in text_of(client, "/search/?q=ERR5022&exact=1&all=1") + text_of(client, "/search/?q=slow")


@pytest.mark.parametrize("address", PAGES)
def test_after_four_hours_of_silence_the_page_says_so_by_time_alone(client, slow, clock, address):
    add_update(notice=slow, text="We look.", state="INVESTIGATING", by=None, at=MORNING)
    clock(MORNING + 4 * HOUR - timedelta(minutes=1))
    before = client.get(address)
    clock(MORNING + 4 * HOUR)

    after = client.get(address, headers={"If-None-Match": before["ETag"]})

    assert "not updated since" not in before.content.decode()
    assert "not updated since 9:10am" in after.content.decode()


def test_an_update_breaks_the_silence(client, slow, clock):
    clock(MORNING + 5 * HOUR)
    assert "not updated since 9:10am" in text_of(client, "/")

    add_update(notice=slow, text="Still looking.", by=None, at=MORNING + 5 * HOUR)

    assert "not updated since" not in text_of(client, "/")


def test_planned_change_and_what_is_over_are_never_out_of_date(client, clock):
    clock(MORNING)
    make_notice("soon", kind="PLANNED", title="Maintenance", starts_at=(MORNING - HOUR).isoformat())
    end_notice(notice=make_notice("past", starts_at=(MORNING - 9 * HOUR).isoformat()), by=None, at=MORNING - HOUR)
    clock(MORNING + 9 * HOUR)

    assert "not updated" not in text_of(client, "/notices/")


# --- The all-clear ---------------------------------------------------------------------------------------------------


def test_nobody_said_anything_so_no_page_gives_an_all_clear(client, db):
    assert CLEAR not in text_of(client, "/") + text_of(client, "/notices/")


def test_confirmed_all_clear_stands_for_a_day_and_goes_by_time_alone(client, clock, desk):
    clock(MORNING)
    unsaid = client.get("/")
    confirm_no_live_issue(by=desk)
    said = client.get("/", headers={"If-None-Match": unsaid["ETag"]})
    clock(MORNING + 24 * HOUR - timedelta(seconds=1))
    still = text_of(client, "/")
    clock(MORNING + 24 * HOUR)
    over = text_of(client, "/")

    assert f"{CLEAR} (checked 9:10am)." in said.content.decode()
    assert f"{CLEAR} (checked 23 November 2026 at 9:10am)." in still
    assert CLEAR not in over


def test_all_clear_goes_with_the_first_live_issue_and_is_back_when_it_ends(client, clock, desk):
    clock(MORNING)
    confirm_no_live_issue(by=desk)
    clock(MORNING + HOUR)
    notice = make_notice("outage", starts_at=(MORNING + HOUR).isoformat())
    while_live = text_of(client, "/")
    clock(MORNING + 2 * HOUR)
    end_notice(notice=notice, by=None)

    assert CLEAR not in while_live
    assert f"{CLEAR} (checked 11:10am)." in text_of(client, "/")
    assert AllClear.objects.count() == 1


# --- What is over ----------------------------------------------------------------------------------------------------


def test_history_has_all_that_is_over_the_last_to_end_first_twenty_a_page(client, clock):
    clock(MORNING)
    for number in range(25):
        end = MORNING - number * 24 * HOUR
        make_notice(f"past-{number}", title=f"Past {number}.", starts_at="2025-01-01T00:00Z", ends_at=end.isoformat())
    make_notice("now", title="Not over.", starts_at=MORNING.isoformat())

    first, second = (text_of(client, f"/notices/history/{query}") for query in ("", "?page=2"))

    assert "Not over." not in first + second
    assert first.index("Past 0.") < first.index("Past 19.")
    assert "Past 20." not in first
    assert "Past 24." in second
    assert 'href="/notices/history/?page=2"' in first
    assert 'href="/notices/history/"' in second


def test_history_costs_the_same_with_many(client, clock, django_assert_max_num_queries):
    clock(MORNING)
    for number in range(20):
        make_notice(
            f"past-{number}", title=f"Past {number}.", starts_at="2025-01-01T00:00Z", ends_at="2025-02-01T00:00Z"
        )

    with django_assert_max_num_queries(12):
        client.get("/notices/history/")
