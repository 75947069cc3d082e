"""Days and times in the words of the pages: "22 November 2026", "10:42am", always as clocks in the UK show them."""

import re
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from django.utils.dates import MONTHS

LONDON = ZoneInfo("Europe/London")
MIDNIGHT = time(0)
MIDDAY = time(12)

# Not strftime: %B and %p follow the locale of the machine, and %-d is not known everywhere.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_WEEKDAY = re.compile(rf"(?:{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in WEEKDAYS)})[,.]?\s+", re.IGNORECASE)
_BETWEEN = r"(?:\s*[-/.,]\s*|\s+(?:of\s+)?)"
_DAY_OF_MONTH = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<month>[a-z]{3,9}|[0-9]{1,2})"
_YEAR = r"(?P<year>[0-9]{4}|'?[0-9]{2})"
_WRITTEN = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_DAY_OF_MONTH}{_BETWEEN}{_MONTH}\.?{_BETWEEN}{_YEAR}",  # 27/3/27, 27th of March 2027
        rf"(?P<month>[a-z]{{3,9}})\.?\s+{_DAY_OF_MONTH}{_BETWEEN}(?P<year>[0-9]{{4}})",  # March 27th, 2027
        r"(?P<month>[a-z]{3,9}(?=[\s.])|[0-9]{1,2}(?=/))[\s./]+(?P<year>[0-9]{4})",  # March 2027, 3/2027
        r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})",  # 2027-03-27
    )
)
_CENTURY = 100


def in_london(moment: datetime) -> datetime:
    """The same moment as clocks in the UK show it; a time without a zone is refused rather than guessed at."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment!r} has no time zone.")
    return moment.astimezone(LONDON)


def at_midnight(d: date) -> datetime:
    """When a day begins in the UK."""
    return datetime.combine(d, MIDNIGHT, LONDON)


def to_utc(moment: datetime) -> datetime:
    """For comparing and subtracting: Python compares two times of one zone by the clock face, summer time or not."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment!r} has no time zone.")
    return moment.astimezone(UTC)


def week_of(moment: datetime, *, from_hour: int) -> date:
    """The Monday of a week that begins at that hour: earlier on a Monday it is still the last one."""
    shifted = in_london(moment) - timedelta(hours=from_hour)
    return shifted.date() - timedelta(days=shifted.weekday())


def day(d: date | datetime) -> str:
    """22 November 2026."""
    if isinstance(d, datetime):
        d = in_london(d)
    return f"{d.day} {MONTHS[d.month]} {d.year}"


def clock(moment: datetime | time) -> str:
    """10:42am, 6pm, midday, midnight; of a moment in the hour that comes twice also which, since 1:30am says not."""
    if isinstance(moment, datetime):
        local = in_london(moment)
        which = TURNS[Turn(local.fold)] if comes_twice(local) else ""
        return f"{clock(local.time())} ({which})" if which else clock(local.time())
    shown = time(moment.hour, moment.minute)
    if shown == MIDNIGHT:
        return "midnight"
    if shown == MIDDAY:
        return "midday"
    minutes = f":{shown.minute:02}" if shown.minute else ""
    return f"{shown.hour % 12 or 12}{minutes}{'am' if shown.hour < MIDDAY.hour else 'pm'}"


def day_and_clock(moment: datetime) -> str:
    """22 November 2026 at 10:42am; at midnight only the day, since a moment at midnight is a day."""
    local = in_london(moment)
    if local.time() == MIDNIGHT:
        return day(local)
    return f"{day(local)} at {clock(local)}"


def read_day(text: str) -> date | None:
    """A day as people and browsers write it: 2027-03-27, 27/3/27, Thursday 27th March 2027, March 27, 2027.

    Of a month alone, as "March 2027", the first. Figures are read day first, as in the UK. None where it is no day.
    """
    text = _WEEKDAY.sub("", text.strip().rstrip("."), count=1)
    for form in _WRITTEN:
        if match := form.fullmatch(text):
            return _date(**match.groupdict())
    return None


def _date(*, year: str, month: str, day: str = "1") -> date | None:
    number = int(year.strip("'"))
    try:
        return date(number if number >= _CENTURY else 2000 + number, _month(month), int(day))
    except ValueError:
        return None


def _month(text: str) -> int:
    """0 where it is none; "sept" is September."""
    if text.isdecimal():
        return int(text)
    return next((number for number, name in MONTHS.items() if str(name).lower().startswith(text.lower())), 0)


class Turn(IntEnum):
    """Of the hour that comes twice in the night when clocks go back: as Python's `fold` counts them."""

    FIRST = 0
    SECOND = 1


TURNS = {Turn.FIRST: "before the clocks go back", Turn.SECOND: "after the clocks go back"}


def comes_twice(local: datetime) -> bool:
    """Whether clocks in the UK show this time two times on that day."""
    return exists(local) and local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def exists(local: datetime) -> bool:
    """Whether clocks in the UK show this time at all: when they go forward, an hour is left out."""
    return local.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) == local.replace(tzinfo=None)
