"""Days to remember as a file that calendars open (RFC 5545). Pure.

By hand: the libraries that write it weigh nine megabytes with what they need, and this is two rules for a line.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75  # bytes, without the line's end
_ESCAPED = re.compile(r"([\\;,])")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class CalendarDay:
    """A whole day with an alarm at 9 in the morning. The same `uid` again is the same day, and not a second one."""

    uid: str
    day: date
    title: str
    text: str
    address: str


def _text(value: str) -> str:
    """As a value: a line's end is a mark, and what parts values is marked as no such thing."""
    lines = _CONTROLS.sub(" ", value.replace("\r\n", "\n").replace("\r", "\n"))
    return _ESCAPED.sub(r"\\\1", lines).replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A long line in pieces; each but the first begins with a space, and no letter is cut."""
    piece, size = "", 0
    for letter in line:
        takes = len(letter.encode())
        if size + takes > LONGEST_LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + takes
    yield piece


def _event(one: CalendarDay, made: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(one.uid)}"
    yield f"DTSTAMP:{made.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(one.title)}"
    yield f"DESCRIPTION:{_text(one.text)}"
    yield f"URL:{_CONTROLS.sub('', one.address)}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_text(one.title)}"
    yield "TRIGGER:PT9H"
    yield "END:VALARM"
    yield "END:VEVENT"


def calendar_file(days: Iterable[CalendarDay], *, made: datetime, product: str) -> bytes:
    """`product` is who wrote the file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_text(product)}//Reminder//EN", "METHOD:PUBLISH"]
    for one in days:
        lines += _event(one, made)
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line)).encode()
