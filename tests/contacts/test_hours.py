"""Opening hours: what may be written, what is refused in which words, and how it is read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.contacts.hours import HoursError, in_words, parse, written
from kb.contacts.week import DAY, HOUR, WEEK, Week

MINUTES = st.integers(0, DAY - 1)
SPANS = st.tuples(st.integers(0, 6), MINUTES, st.integers(1, DAY)).map(
    lambda made: (made[0] * DAY + made[1], made[0] * DAY + made[1] + made[2])
)
WEEKS = st.lists(SPANS, min_size=1, max_size=12).map(Week.of)


def test_days_and_times_become_minutes_of_the_week():
    assert parse("Mon 08:00-18:00; Sat 09:00-12:00").spans == (
        (8 * HOUR, 18 * HOUR),
        (5 * DAY + 9 * HOUR, 5 * DAY + 12 * HOUR),
    )


@pytest.mark.parametrize(
    ("as_typed", "regular"),
    [
        ("Mon-Fri 08:00-18:00; Sat 09:00-12:00", "Mon-Fri 08:00-18:00; Sat 09:00-12:00"),
        ("mon - fri 8:00 - 18:00 ;sat 9:00-12:00;", "Mon-Fri 08:00-18:00; Sat 09:00-12:00"),
        ("Monday to Friday 08:00 to 18:00", "Mon-Fri 08:00-18:00"),
        ("Monday–Friday 08:00–18:00", "Mon-Fri 08:00-18:00"),
        ("Tues, Thurs 10:00-16:00", "Tue 10:00-16:00; Thu 10:00-16:00"),
        ("Mon,Tue,Wed 08:00-12:00,13:00-17:00", "Mon-Wed 08:00-12:00,13:00-17:00"),
        ("Mon 13:00-17:00; Mon 08:00-12:00", "Mon 08:00-12:00,13:00-17:00"),
        ("Mon 08:00-12:00,12:00-17:00", "Mon 08:00-17:00"),
        ("Mon-Fri 08:00-18:00; Mon 10:00-20:00", "Mon 08:00-20:00; Tue-Fri 08:00-18:00"),
        ("Fri-Mon 09:00-17:00", "Mon 09:00-17:00; Fri-Sun 09:00-17:00"),
        ("Mon-Fri 20:00-06:00", "Mon-Fri 20:00-06:00"),
        ("Sun 20:00-06:00", "Sun 20:00-06:00"),
        ("Mon 08:00-00:00", "Mon 08:00-24:00"),
        ("Sat-Sun 24 hours", "Sat-Sun 24 hours"),
        ("Mon 08:00-24:00; Tue 00:00-08:00", "Mon 08:00-24:00; Tue 00:00-08:00"),
        ("Mon-Thu 20:00-08:00; Fri 20:00-24:00; Sat-Sun 24 hours", None),
        ("24 hours", "24 hours"),
        (" 24  HOURS ", "24 hours"),
        ("Mon-Sun 24 hours", "24 hours"),
        ("Mon-Sun 08:00-20:00; Mon-Sun 20:00-08:00", "24 hours"),
        ("Monday to Friday 8am to 6pm", "Mon-Fri 08:00-18:00"),
        ("Monday to Friday, 8am to 6pm", "Mon-Fri 08:00-18:00"),
        ("weekdays 8.30am - 5 p.m.", "Mon-Fri 08:30-17:00"),
        ("Weekdays: 08.30-17.00, weekends: 10am-noon", "Mon-Fri 08:30-17:00; Sat-Sun 10:00-12:00"),
        ("Mon 08:00-18:00, Tue 08:00-18:00", "Mon-Tue 08:00-18:00"),
        ("Mon & Wed 8am-12pm and 1pm-5pm", "Mon 08:00-12:00,13:00-17:00; Wed 08:00-12:00,13:00-17:00"),
        ("Every day, 7am to midnight", "Mon-Sun 07:00-24:00"),
        ("Sat 12am-6am", "Sat 00:00-06:00"),
        ("24/7", "24 hours"),
        ("Mon-Fri 9am-5pm, bank holidays closed", "Mon-Fri 09:00-17:00; Bank holidays closed"),
        ("Closed on bank holidays; Mon 08:00-18:00", "Mon 08:00-18:00; Bank holidays closed"),
        ("Mon-Fri 08:00-18:00; on public holidays 9am-1pm", "Mon-Fri 08:00-18:00; Bank holidays 09:00-13:00"),
        ("Sun and bank holidays 10:00-12:00", "Sun 10:00-12:00; Bank holidays 10:00-12:00"),
        ("24 hours a day, every day", "24 hours"),
    ],
)
def test_hours_are_written_back_in_one_regular_form(as_typed, regular):
    assert written(parse(as_typed)) == (regular or as_typed)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("", "There are no hours here"),
        ("Bank holidays 09:00-12:00", "Here are bank holidays only"),
        (" ; ", "There are no hours here"),
        ("Mon-Fri", '"Mon-Fri" has no times'),
        ("Sun closed", "leave out the days when nobody is there"),
        ("08:00-18:00", '"08:00-18:00" does not say on which days: write "Mon-Fri 08:00-18:00"'),
        ("Mo 08:00-18:00", '"Mo" is not a day'),
        ("Workdays 08:00-18:00", '"Workdays" is not a day'),
        ("Mon-Fri 9-5", '"9" is not a time: write it as 08:00 or 6:30pm.'),
        ("Mon,,Tue 08:00-18:00", '"" is not a day'),
        ("Mon-Wed-Fri 08:00-18:00", '"Mon-Wed-Fri" is not a range of days'),
        ("Mon 13am-6pm", '"13am" is not a time: write it as 08:00'),
        ("Mon 0pm-6pm", '"0pm" is not a time: write it as 08:00'),
        ("Mon 08:00", '"08:00" does not say from when to when'),
        ("Mon 08:00-18:00-20:00", "does not say from when to when"),
        ("Mon 08:00-18:60", '"18:60" is not a time of day'),
        ("Mon 08:00-25:00", '"25:00" is not a time of day'),
        ("Mon 08:00-24:01", '"24:01" is not a time of day'),
        ("Mon 24:00-06:00", "begins at 24:00"),
        ("Mon 09:00-09:00", "opens and closes at the same time"),
        ("Mon ٠٨:٠٠-١٨:٠٠", "has no times"),
        ("Mon 08:00-18:00;" * 13, "too long: the most is 200 characters"),
    ],
)
def test_what_is_not_hours_is_refused_and_the_part_is_named(wrong, words):
    with pytest.raises(HoursError) as refused:
        parse(wrong)

    assert words in str(refused.value)


@given(WEEKS)
def test_every_week_survives_being_written_and_read(week):
    # The longest weeks have more openings than the text may hold; only those are passed over.
    if len(written(week)) <= 200:
        assert parse(written(week)) == week


@given(WEEKS)
def test_every_week_is_read_as_pages_say_it(week):
    said = "; ".join(in_words(week))
    if len(said) <= 200:
        assert parse(said) == week


def is_hours_or_a_named_error(text):
    try:
        week = parse(text)
    except HoursError as refused:
        return str(refused).endswith(".")
    return parse(written(week)) == week


@given(st.text(max_size=250))
def test_any_text_is_hours_or_a_named_error(text):
    assert is_hours_or_a_named_error(text)


@given(st.text(alphabet="MonTueWdhFriSat0123456789:-,;. to24hours&pm", max_size=60))
def test_text_that_looks_like_hours_is_hours_or_a_named_error(text):
    assert is_hours_or_a_named_error(text)


@pytest.mark.parametrize(
    ("hours", "lines"),
    [
        ("Mon-Fri 08:00-18:00; Sat 09:00-12:00", ("Monday to Friday, 8am to 6pm", "Saturday, 9am to midday")),
        ("Mon-Fri 08:30-12:30,13:30-17:00", ("Monday to Friday, 8:30am to 12:30pm and 1:30pm to 5pm",)),
        ("Sat-Sun 24 hours", ("Saturday and Sunday, 24 hours",)),
        ("Mon-Sun 07:00-24:00", ("Every day, 7am to midnight",)),
        ("Fri 20:00-06:00", ("Friday, 8pm to 6am",)),
        ("24 hours", ("24 hours a day, every day",)),
    ],
)
def test_hours_are_said_in_words_line_by_line(hours, lines):
    assert in_words(parse(hours)) == lines


@given(WEEKS)
def test_a_week_is_kept_in_order_without_touching_spans(week):
    pairs = list(zip(week.spans, week.spans[1:], strict=False))

    assert all(start < end for start, end in week.spans)
    assert all(earlier[1] < later[0] for earlier, later in pairs)
    assert week.is_always_open or week.spans[-1][1] - WEEK < week.spans[0][0]
