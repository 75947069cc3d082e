"""How well messages are handed over."""

from datetime import UTC, datetime, timedelta

import pytest

from kb.outbox.figures import Figures, Share, figures
from kb.outbox.models import Delivery
from kb.outbox.settling import settled
from tests.make import make_delivery

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


def made(*, age: timedelta, state: str = "WAITING", after: timedelta = timedelta(0)) -> None:
    """Posted so long ago, and settled so much later."""
    posted_at = NOW - age
    facts = {} if state == "WAITING" else settled(Delivery.State(state), posted_at + after)
    Delivery.objects.filter(pk=make_delivery().pk).update(posted_at=posted_at, **facts)


def test_with_nothing_posted_there_is_nothing_to_say():
    nothing = Share(0, 0)

    assert figures(NOW) == Figures(0, nothing, nothing, waiting=0, oldest_waiting=None, given_up=0)
    assert nothing.percent is None


def test_message_handed_over_in_a_minute_is_in_time_for_both():
    made(age=DAY, state="SENT", after=MINUTE)

    seen = figures(NOW)

    assert (seen.number, seen.within_a_minute, seen.within_ten_minutes) == (1, Share(1, 1), Share(1, 1))


@pytest.mark.parametrize(
    ("after", "minute", "ten_minutes"),
    [
        (MINUTE + SECOND, Share(0, 1), Share(1, 1)),
        (10 * MINUTE, Share(0, 1), Share(1, 1)),
        (10 * MINUTE + SECOND, Share(0, 1), Share(0, 1)),
    ],
)
def test_message_handed_over_later_is_late(after, minute, ten_minutes):
    made(age=DAY, state="SENT", after=after)

    assert (figures(NOW).within_a_minute, figures(NOW).within_ten_minutes) == (minute, ten_minutes)


@pytest.mark.parametrize(
    ("age", "minute", "ten_minutes"),
    [
        (30 * SECOND, Share(0, 0), Share(0, 0)),
        (MINUTE, Share(0, 1), Share(0, 0)),
        (10 * MINUTE, Share(0, 1), Share(0, 1)),
    ],
)
def test_message_that_waits_counts_when_its_time_is_up(age, minute, ten_minutes):
    made(age=age)

    seen = figures(NOW)

    assert (seen.within_a_minute, seen.within_ten_minutes) == (minute, ten_minutes)
    assert (seen.waiting, seen.oldest_waiting) == (1, NOW - age)


def test_message_that_was_given_up_is_never_in_time():
    made(age=DAY, state="FAILED", after=SECOND)

    assert (figures(NOW).given_up, figures(NOW).within_ten_minutes) == (1, Share(0, 1))


def test_message_not_to_be_sent_any_more_counts_neither_way():
    made(age=DAY, state="DROPPED")

    assert (figures(NOW).number, figures(NOW).within_a_minute) == (0, Share(0, 0))


def test_only_the_past_seven_days_are_counted_but_all_that_waits():
    made(age=7 * DAY, state="SENT")
    made(age=7 * DAY - SECOND, state="SENT")
    made(age=8 * DAY)
    made(age=DAY)

    seen = figures(NOW)

    assert (seen.number, seen.waiting, seen.oldest_waiting) == (2, 2, NOW - 8 * DAY)


def test_hundred_percent_is_said_of_all_only():
    assert Share(999, 1000).percent == 99
    assert Share(1000, 1000).percent == 100


def test_figures_take_two_queries(django_assert_num_queries):
    with django_assert_num_queries(2):
        figures(NOW)
