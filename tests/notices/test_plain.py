"""Plain values to the parts of a notice and back."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.lib.dates import LONDON
from kb.notices import plain

MOMENTS = st.datetimes(min_value=datetime(2000, 1, 2), max_value=datetime(2100, 12, 30)).map(  # noqa: DTZ001 - zone is set next
    lambda naive: naive.replace(tzinfo=UTC)
)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-05-18", datetime(2026, 5, 17, 23, tzinfo=UTC)),
        (date(2026, 5, 18), datetime(2026, 5, 17, 23, tzinfo=UTC)),
        ("2026-05-18 18:00", datetime(2026, 5, 18, 17, tzinfo=UTC)),
        ("2026-11-18T18:00", datetime(2026, 11, 18, 18, tzinfo=UTC)),
        ("2026-05-18T18:00:00+01:00", datetime(2026, 5, 18, 17, tzinfo=UTC)),
        ("2026-05-18T18:00:00Z", datetime(2026, 5, 18, 18, tzinfo=UTC)),
        (datetime(2026, 5, 18, 18, tzinfo=UTC), datetime(2026, 5, 18, 18, tzinfo=UTC)),
    ],
)
def test_days_and_times_without_zone_are_of_the_uk(value, moment):
    assert plain.moment(value) == moment


@pytest.mark.parametrize("value", ["soon", "", "2026-13-01", "0026-05-18", 20260518, None, [1]])
def test_what_is_no_time_raises(value):
    with pytest.raises((TypeError, ValueError)):
        plain.moment(value)


def test_midnight_is_written_as_a_day_and_other_times_with_their_zone():
    assert plain.written(datetime(2026, 5, 18, tzinfo=LONDON)) == "2026-05-18"
    assert plain.written(datetime(2026, 5, 18, 17, tzinfo=UTC)) == "2026-05-18T18:00:00+01:00"


@given(MOMENTS)
def test_every_moment_survives_being_written_and_read(moment):
    assert plain.moment(plain.written(moment)).astimezone(UTC) == moment


def test_the_hour_that_comes_twice_is_told_apart():
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    assert plain.written(first) == "2026-10-25T01:30:00+01:00"
    assert plain.written(second) == "2026-10-25T01:30:00+00:00"


@pytest.mark.parametrize("value", [datetime(2026, 5, 18, tzinfo=UTC), 5, "18 May"])
def test_what_is_no_day_raises(value):
    with pytest.raises((TypeError, ValueError)):
        plain.day_or_none(value)


def test_time_that_no_clock_shows_is_refused_as_the_form_refuses_it():
    with pytest.raises(ValueError, match="Clocks in the UK go forward over 01:30"):
        plain.moment("2026-03-29T01:30")
    assert plain.moment("2026-03-29T01:30+00:00")
