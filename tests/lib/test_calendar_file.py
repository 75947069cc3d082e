"""Lines of a calendar file, by RFC 5545: folded within 75 bytes, and with marks for what would part them."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.lib.calendar_file import CalendarDay, calendar_file

pytestmark = pytest.mark.either
MADE = datetime(2026, 11, 29, 9, tzinfo=UTC)


def written(text: str) -> str:
    day = CalendarDay("1@example.org", date(2026, 12, 31), text, text, "https://example.org/")
    return calendar_file([day], made=MADE, product="A, B").decode()


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=300))
def test_any_text_comes_back_as_it_was_but_for_what_cannot_be_seen(text):
    lines = written(text).split("\r\n")
    joined = "\r\n".join(lines).replace("\r\n ", "").split("\r\n")

    assert all(len(line.encode()) <= 75 for line in lines)
    (value,) = [line.removeprefix("SUMMARY:") for line in joined if line.startswith("SUMMARY:")]
    plain = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value)
    assert plain == re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", " ", text.replace("\r\n", "\n").replace("\r", "\n"))


def test_whole_file():
    assert written("Renew; now") == (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//A\\, B//Reminder//EN\r\nMETHOD:PUBLISH\r\n"
        "BEGIN:VEVENT\r\nUID:1@example.org\r\nDTSTAMP:20261129T090000Z\r\n"
        "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"
        "SUMMARY:Renew\\; now\r\nDESCRIPTION:Renew\\; now\r\nURL:https://example.org/\r\nTRANSP:TRANSPARENT\r\n"
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Renew\\; now\r\nTRIGGER:PT9H\r\nEND:VALARM\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
