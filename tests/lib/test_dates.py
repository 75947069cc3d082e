"""Days and times in words."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.lib.dates import LONDON, at_midnight, clock, day, day_and_clock, exists, in_london, read_day, to_utc


def test_day_is_written_without_leading_zero_or_comma():
    assert day(date(2026, 11, 2)) == "2 November 2026"
    assert day(date(2026, 11, 22)) == "22 November 2026"


def test_day_of_a_moment_is_the_day_in_the_uk():
    late_evening_in_summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)

    assert day(late_evening_in_summer) == "1 July 2026"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (time(10, 42), "10:42am"),
        (time(8, 0), "8am"),
        (time(18, 0), "6pm"),
        (time(12, 30), "12:30pm"),
        (time(0, 30), "12:30am"),
        (time(9, 5), "9:05am"),
        (time(12, 0), "midday"),
        (time(0, 0), "midnight"),
        (time(0, 0, 59), "midnight"),
        (time(23, 59, 59, 999_999), "11:59pm"),
    ],
)
def test_clock_is_written_as_nhs_pages_write_it(moment, words):
    assert clock(moment) == words


def test_clock_of_a_moment_follows_summer_time():
    assert clock(datetime(2026, 1, 15, 9, 42, tzinfo=UTC)) == "9:42am"
    assert clock(datetime(2026, 7, 15, 9, 42, tzinfo=UTC)) == "10:42am"


def test_day_and_clock_stand_together():
    assert day_and_clock(datetime(2026, 11, 22, 10, 42, tzinfo=UTC)) == "22 November 2026 at 10:42am"


def test_midnight_is_written_as_the_day_alone():
    assert day_and_clock(datetime(2026, 5, 17, 23, 0, tzinfo=UTC)) == "18 May 2026"


@pytest.mark.parametrize("words", [day, clock, day_and_clock, in_london, to_utc])
def test_time_without_a_zone_is_refused(words):
    with pytest.raises(ValueError, match="no time zone"):
        words(datetime(2026, 11, 22, 10, 42))  # noqa: DTZ001 - the missing zone is what is tested


def test_day_begins_at_midnight_in_the_uk():
    assert at_midnight(date(2026, 5, 18)) == datetime(2026, 5, 17, 23, tzinfo=UTC)
    assert at_midnight(date(2026, 11, 18)) == datetime(2026, 11, 18, tzinfo=UTC)


def test_every_month_has_its_name():
    words = [day(date(2026, month, 1)).split()[1] for month in range(1, 13)]

    assert words == [datetime(2026, month, 1, tzinfo=LONDON).strftime("%B") for month in range(1, 13)]


@pytest.mark.parametrize(
    "typed",
    """
    2027-03-27|27/3/2027|27/3/27|27.03.2027|27-3-27|27 March 2027| 27 mar 2027 |27th March 2027|27th of March, 2027
    Saturday 27 March 2027|Sat, 27 Mar '27|March 27, 2027|Mar 27th 2027|2027/3/27
    """.strip()
    .replace("\n", "|")
    .split("|"),
)
def test_day_is_read_as_people_write_it(typed):
    assert read_day(typed) == date(2027, 3, 27)


@pytest.mark.parametrize("typed", ["March 2027", "mar 2027", "3/2027", "1st of March 2027"])
def test_a_month_is_its_first_day(typed):
    assert read_day(typed) == date(2027, 3, 1)


@pytest.mark.parametrize(
    "typed", ["", "soon", "31/2/2027", "27/13/2027", "27 March", "March", "2027", "27/3/207", "²/3/27"]
)
def test_what_is_no_day_is_none(typed):
    assert read_day(typed) is None


@given(st.text(alphabet="0123456789/-. ,'MarchJuneSeptofthndrdst", max_size=24) | st.text(max_size=24))
def test_no_text_is_too_much_for_it(typed):
    read_day(typed)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_as_the_pages_write_it(d):
    assert read_day(day(d)) == read_day(d.isoformat()) == read_day(f"{d.day}/{d.month}/{d:%y}") == d


@pytest.mark.parametrize(
    ("local", "is_shown"),
    [
        (datetime(2027, 3, 28, 0, 59, tzinfo=LONDON), True),
        (datetime(2027, 3, 28, 1, 0, tzinfo=LONDON), False),
        (datetime(2027, 3, 28, 1, 59, tzinfo=LONDON), False),
        (datetime(2027, 3, 28, 2, 0, tzinfo=LONDON), True),
        (datetime(2027, 10, 31, 1, 30, tzinfo=LONDON), True),
    ],
)
def test_the_hour_that_clocks_leave_out_does_not_exist(local, is_shown):
    assert exists(local) is is_shown
