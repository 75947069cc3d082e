"""When a message is tried again, and when it is given up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.outbox.settling import AFTERWARDS, GIVEN_UP_AFTER, JITTER, STEPS, next_attempt

POSTED = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
IN_THE_MIDDLE = 0.5
draws = st.floats(0, 1)


def after(attempts: int, *, minutes: float, is_urgent: bool = False) -> datetime | None:
    """When the next one is, if this many have failed and it is so many minutes after posting."""
    now = POSTED + timedelta(minutes=minutes)
    return next_attempt(attempts=attempts, posted_at=POSTED, now=now, draw=IN_THE_MIDDLE, is_urgent=is_urgent)


@pytest.mark.parametrize(
    ("attempts", "minutes", "next_minutes"),
    [
        (1, 0, 1),
        (2, 1, 3),
        (3, 3, 7),
        (4, 7, 15),
        (5, 15, 30),
        (6, 30, 60),
        (7, 60, 120),
        (8, 120, 210),
        (9, 210, 300),
        (10, 300, 360),
        (11, 360, 420),
        (76, 71 * 60, 72 * 60),
    ],
)
def test_ten_attempts_in_five_hours_then_hourly(attempts, minutes, next_minutes):
    assert after(attempts, minutes=minutes) == POSTED + timedelta(minutes=next_minutes)


@pytest.mark.parametrize("minutes", [71 * 60 + 1, 72 * 60, 200 * 60])
def test_it_is_given_up_when_the_next_attempt_would_be_more_than_three_days_after_posting(minutes):
    assert after(77, minutes=minutes) is None


def test_a_message_older_than_that_has_its_first_ten_attempts_all_the_same():
    old = 30 * 24 * 60

    assert all(after(attempts, minutes=old) for attempts in range(1, 10))
    assert after(10, minutes=old) is None


@pytest.mark.parametrize(
    ("attempts", "minutes", "next_minutes"), [(1, 0, 1), (2, 1, 2), (9, 59, 60), (10, 60, 65), (500, 40 * 60, 2405)]
)
def test_what_is_urgent_is_tried_each_minute_for_an_hour_and_then_each_fifth(attempts, minutes, next_minutes):
    assert after(attempts, minutes=minutes, is_urgent=True) == POSTED + timedelta(minutes=next_minutes)


def test_what_is_urgent_is_due_whenever_the_breaker_lets_one_through():
    now = POSTED + timedelta(minutes=7)

    assert next_attempt(attempts=3, posted_at=POSTED, now=now, draw=1, is_urgent=True, is_server_out=True) == now


def test_what_is_urgent_is_given_up_after_three_days_too():
    assert after(900, minutes=72 * 60, is_urgent=True) is None


def failing(draw_all: list[float]) -> list[datetime]:
    """The times of all attempts, each of which fails at once."""
    times = [POSTED]
    while True:
        draw = draw_all[len(times) % len(draw_all)]
        due_at = next_attempt(attempts=len(times), posted_at=POSTED, now=times[-1], draw=draw)
        if due_at is None:
            return times
        times.append(due_at)


@given(st.lists(draws, min_size=1))
def test_whatever_is_drawn_it_ends_within_three_days_and_not_long_before(draw_all):
    times = failing(draw_all)

    assert len(times) > len(STEPS)
    assert timedelta(hours=4.5) <= times[len(STEPS)] - POSTED <= timedelta(hours=5.5)
    assert GIVEN_UP_AFTER - 2 * AFTERWARDS < times[-1] - POSTED <= GIVEN_UP_AFTER
    assert len(times) <= len(STEPS) + 1 + GIVEN_UP_AFTER / (AFTERWARDS * (1 - JITTER / 2))


@given(st.integers(0, 200), draws)
def test_the_next_attempt_is_always_later_and_never_far(attempts, draw):
    due_at = next_attempt(attempts=attempts, posted_at=POSTED, now=POSTED, draw=draw)

    assert due_at is not None
    assert timedelta(seconds=54) <= due_at - POSTED <= 1.1 * max(STEPS)


def test_messages_that_failed_together_come_back_apart():
    drawn = [next_attempt(attempts=5, posted_at=POSTED, now=POSTED, draw=draw / 10) for draw in range(11)]

    assert len(set(drawn)) == 11
