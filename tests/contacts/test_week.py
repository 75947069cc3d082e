"""Whether somebody is there at a moment, by the clock on the wall in the UK."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.contacts.bank_holidays import is_bank_holiday
from kb.contacts.hours import parse
from kb.contacts.week import DAY, OpenState, Week
from kb.lib.dates import LONDON
from tests.contacts.test_hours import WEEKS

OFFICE = parse("Mon-Fri 08:00-18:00; Sat 09:00-12:00")


def london(year, month, day, hour=0, minute=0, **more):
    return datetime(year, month, day, hour, minute, tzinfo=LONDON, **more)


def opens(*when):
    return OpenState(is_open=False, opens=london(*when))


def closes(*when):
    return OpenState(is_open=True, until=london(*when))


@pytest.mark.parametrize(
    ("at", "state"),
    [
        # 16 November 2026 is a Monday.
        (london(2026, 11, 16, 7, 59), opens(2026, 11, 16, 8)),
        (london(2026, 11, 16, 8, 0), closes(2026, 11, 16, 18)),
        (london(2026, 11, 16, 17, 59, second=59), closes(2026, 11, 16, 18)),
        (london(2026, 11, 16, 18, 0), opens(2026, 11, 17, 8)),
        (london(2026, 11, 20, 18, 0), opens(2026, 11, 21, 9)),
        (london(2026, 11, 21, 12, 0), opens(2026, 11, 23, 8)),
        (london(2026, 11, 22, 10, 0), opens(2026, 11, 23, 8)),
    ],
)
def test_office_hours_open_and_close_to_the_minute(at, state):
    assert OFFICE.state(at) == state


def test_night_that_began_on_sunday_is_still_open_on_monday():
    night = parse("Sun 20:00-06:00")

    assert night.state(london(2026, 11, 16, 5, 59)) == closes(2026, 11, 16, 6)
    assert night.state(london(2026, 11, 16, 6, 0)) == opens(2026, 11, 22, 20)


def test_hours_that_run_on_close_when_the_last_of_them_does():
    joined = parse("Fri 20:00-24:00; Sat 24 hours; Sun 00:00-10:00")

    assert joined.state(london(2026, 11, 20, 21)) == closes(2026, 11, 22, 10)


def test_desk_that_never_closes_has_no_closing_time():
    assert parse("24 hours").state(london(2026, 11, 22, 3)) == OpenState(is_open=True)


def test_moment_may_come_in_any_zone():
    assert OFFICE.state(datetime(2026, 7, 15, 7, 30, tzinfo=UTC)).is_open
    assert not OFFICE.state(datetime(2026, 1, 15, 7, 30, tzinfo=UTC)).is_open


def test_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        OFFICE.state(datetime(2026, 7, 15, 7, 30))  # noqa: DTZ001 - the missing zone is what is tested


def test_closing_time_is_the_clock_face_on_both_sides_of_the_spring_change():
    # Clocks go forward on 29 March 2026 at 1am.
    night = parse("Sat 22:00-06:00")

    state = night.state(london(2026, 3, 28, 23))

    assert state.until == datetime(2026, 3, 29, 5, tzinfo=UTC)
    assert not night.state(datetime(2026, 3, 29, 5, tzinfo=UTC)).is_open


def test_night_of_the_autumn_change_is_an_hour_longer():
    # Clocks go back on 25 October 2026 at 2am.
    night = parse("Sat 22:00-06:00")

    state = night.state(london(2026, 10, 24, 23))

    assert state.until == datetime(2026, 10, 25, 6, tzinfo=UTC)
    assert state.until - datetime(2026, 10, 24, 22, tzinfo=UTC) == timedelta(hours=8)


def test_opening_after_the_spring_change_is_told_in_summer_time():
    assert OFFICE.state(london(2026, 3, 28, 13)).opens == datetime(2026, 3, 30, 7, tzinfo=UTC)


@pytest.mark.parametrize("hours", ["Sun 01:00-02:00", "Sun 01:30-02:15", "Sun 00:30-01:30; Sun 02:10-03:00"])
def test_hours_inside_the_lost_hour_are_answered_and_never_end_before_they_begin(hours):
    week = parse(hours)
    for minutes in range(0, 240, 5):
        at = datetime(2026, 3, 28, 23, tzinfo=UTC) + timedelta(minutes=minutes)

        state = week.state(at)

        assert (state.until or state.opens) > at


def test_the_hour_that_comes_twice_is_counted_from_its_first_time():
    short = parse("Sun 01:15-01:45")

    assert short.state(london(2026, 10, 25, 1, 30)).is_open
    assert not short.state(london(2026, 10, 25, 1, 30, fold=1)).is_open


MOMENTS = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1)).map(  # noqa: DTZ001 - zone is set next
    lambda naive: naive.replace(tzinfo=UTC)
)


@given(WEEKS, MOMENTS)
def test_state_is_the_same_until_the_moment_it_names_and_then_changes(week, at):
    state = week.state(at)
    change = state.until or state.opens

    if change is None:
        assert week.is_always_open
        return
    assert change > at
    assert week.state(change - timedelta(seconds=1)).is_open is state.is_open
    assert week.state(change).is_open is not state.is_open


@given(WEEKS, MOMENTS)
def test_state_agrees_with_the_clock_on_the_wall_away_from_clock_changes(week, at):
    local = at.astimezone(LONDON)
    edges = {(local + timedelta(days=days)).utcoffset() for days in (-1, 1)}
    if len(edges) > 1 or any(is_bank_holiday(local.date() - timedelta(days=days)) for days in (0, 1)):
        return
    minute = local.weekday() * DAY + local.hour * 60 + local.minute

    on_the_wall = any(start <= minute + shift < end for start, end in week.spans for shift in (0, 7 * DAY))

    assert week.state(at).is_open is on_the_wall


def test_equal_weeks_are_equal_however_they_were_written():
    assert parse("Sat-Mon 24 hours") == Week.of([(5 * DAY, 6 * DAY), (6 * DAY, 8 * DAY)])


# In December 2026 bank holidays are Friday the 25th and Monday the 28th.
@pytest.mark.parametrize(
    ("hours", "at", "state"),
    [
        ("Mon-Fri 08:00-18:00", london(2026, 12, 24, 18), opens(2026, 12, 29, 8)),
        ("Mon-Fri 08:00-18:00", london(2026, 12, 28, 10), opens(2026, 12, 29, 8)),
        ("Mon-Fri 08:00-18:00; Sun 10:00-12:00", london(2026, 12, 28, 9), opens(2026, 12, 28, 10)),
        ("Mon-Fri 08:00-18:00; Bank holidays 09:00-13:00", london(2026, 12, 28, 10), closes(2026, 12, 28, 13)),
        ("Mon-Sun 08:00-18:00; Bank holidays closed", london(2026, 12, 25, 10), opens(2026, 12, 27, 8)),
        ("Mon-Sun 20:00-06:00; Bank holidays closed", london(2026, 12, 25, 5), closes(2026, 12, 25, 6)),
        ("Mon-Sun 24 hours; Bank holidays closed", london(2026, 12, 24, 5), closes(2026, 12, 25, 0)),
        ("24 hours", london(2026, 12, 25, 10), OpenState(is_open=True)),
        # Of three Fridays in a row two are bank holidays.
        ("Fri 08:00-18:00", london(2026, 12, 18, 18), opens(2027, 1, 8, 8)),
    ],
)
def test_bank_holiday_is_like_a_sunday_unless_the_hours_say_otherwise(hours, at, state):
    assert parse(hours).state(at) == state
