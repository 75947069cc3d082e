"""Days and times in the words of the pages: "22 November 2026", "10:42am", always as clocks in the UK show them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.dates import MONTHS

LONDON = ZoneInfo("Europe/London")
MIDNIGHT = time(0)
MIDDAY = time(12)

# Not strftime: %B and %p follow the locale of the machine, and %-d is not known everywhere.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


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


def day(d: date | datetime) -> str:
    """22 November 2026."""
    if isinstance(d, datetime):
        d = in_london(d)
    return f"{d.day} {MONTHS[d.month]} {d.year}"


def clock(moment: datetime | time) -> str:
    """10:42am, 6pm, midday, midnight."""
    if isinstance(moment, datetime):
        moment = in_london(moment).time()
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
