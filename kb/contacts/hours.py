"""Opening hours as people write and read them.

    hours = "24 hours"  or  part ";" part ";" …      Mon-Fri 08:00-18:00; Sat 09:00-12:00
    part  = days times                                Mon,Wed,Fri 08:00-12:00,13:00-17:00
    days  = day or day "-" day, separated by ","      Mon  Monday  Sat-Sun  Fri-Mon
    days  = also "Bank holidays", which without it are as Sundays are; "Bank holidays closed"
    times = time "-" time, separated by ",", or "24 hours"
    time  = hours ":" minutes of the 24-hour clock; 24:00 only as an end

They are also read as pages say them ("Monday to Friday, 8am to 6pm") and as people type them ("weekdays 8.30am-6pm").

An end before its start is on the next day (20:00-06:00 is a night). Hours that touch or overlap are one.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import time

from kb.contacts.week import DAY, HOUR, WEEK, Days, Span, Week
from kb.lib.dates import WEEKDAYS, clock

LONGEST = 200
HOLIDAY = 7  # after Sunday
_HOLIDAYS = re.compile(r"(?:on\s+)?(?:public|bank)\s+holidays?", re.IGNORECASE)
_IS_CLOSED = re.compile(rf"{_HOLIDAYS.pattern}\s*[:,]?\s*closed|closed\s+{_HOLIDAYS.pattern}", re.IGNORECASE)
ALWAYS = "24 hours"
_ALWAYS_TOO = {ALWAYS, "24/7", "24 hours a day", "24 hours a day, every day", "24 hours a day, 7 days a week"}
_OF_THE_CLOCK = re.compile(r"(?<![0-9:.])([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*([ap])\.?m\b\.?", re.IGNORECASE)
# What is typed, and how it is written here; in this order.
_PLAINLY = (
    (r"\b(?:midday|noon)\b", "12:00"),
    (r"\bmidnight\b", "00:00"),
    (r"(?<![0-9:.])([0-9]{1,2})\.([0-9]{2})(?![0-9:.])", r"\1:\2"),
    (r"\b(?:every\s+day|daily)\b", "Mon-Sun"),
    (r"\bweekdays\b", "Mon-Fri"),
    (r"\bweekends?\b", "Sat-Sun"),
    (r"\s*&\s*|\s+and\s+", ","),
    (r"(?<=[0-9])\s*,\s*(?=[a-z])", "; "),
)


class HoursError(ValueError):
    """The text is not opening hours; the message says which part is not, and what to write."""


def parse(text: str) -> Week:
    if len(text) > LONGEST:
        raise HoursError(f"These hours are too long: the most is {LONGEST} characters.")
    if " ".join(text.casefold().split()) in _ALWAYS_TOO:
        return Week.of([(0, WEEK)])
    text = _plainly(text)
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if not parts:
        raise HoursError('There are no hours here: write them as "Mon-Fri 08:00-18:00; Sat 09:00-12:00".')
    said = [part for part in parts if not _IS_CLOSED.fullmatch(part)]
    spans = [span for part in said for span in _parse_part(part)]
    on_holidays = [(start - WEEK, end - WEEK) for start, end in spans if start >= WEEK]
    on_weekdays = [(start, end) for start, end in spans if start < WEEK]
    if not on_weekdays:
        raise HoursError(
            'Here are bank holidays only: say first when somebody is there else, as "Mon-Fri 08:00-18:00".'
        )
    return Week.of(on_weekdays, on_holidays if on_holidays or len(said) < len(parts) else None)


def _plainly(text: str) -> str:
    """Times of the 12-hour clock, and words for days and times, as they are written here."""
    text = _OF_THE_CLOCK.sub(_on_24_hours, text)
    for typed, written_here in _PLAINLY:
        text = re.sub(typed, written_here, text, flags=re.IGNORECASE)
    return text


def _on_24_hours(face: re.Match[str]) -> str:
    """What no clock shows stays as it was typed, and is refused so."""
    hours = int(face[1])
    if not 1 <= hours <= 12:  # noqa: PLR2004 - what the face of a clock has
        return face[0]
    return f"{hours % 12 + (12 if face[3] in 'pP' else 0):02}:{face[2] or '00'}"


def _is_always(text: str) -> bool:
    return " ".join(text.casefold().split()) == ALWAYS


def _parse_part(part: str) -> Iterator[Span]:
    first_digit = re.search(r"[0-9]", part)
    if not first_digit:
        raise HoursError(
            f'"{part}" has no times: write "Mon-Fri 08:00-18:00", and leave out the days when nobody is there.'
        )
    days, times = part[: first_digit.start()].strip(" ,:"), part[first_digit.start() :]
    if not days:
        raise HoursError(f'"{part}" does not say on which days: write "Mon-Fri {part}".')
    spans = _parse_times(times)
    for number in _parse_days(days):
        for start, end in spans:
            yield number * DAY + start, number * DAY + end


def _parse_days(text: str) -> Iterator[int]:
    for piece in text.split(","):
        if _HOLIDAYS.fullmatch(piece.strip()):
            yield HOLIDAY
            continue
        first, *rest = (_parse_day(name) for name in re.split(r"[-–—]|\s+to\s+", piece))
        if len(rest) > 1:
            raise HoursError(f'"{piece.strip()}" is not a range of days: write "Mon-Fri".')
        last = rest[0] if rest else first
        # "Fri-Mon" goes on over the end of the week.
        yield from ((first + step) % 7 for step in range((last - first) % 7 + 1))


def _parse_day(name: str) -> int:
    wanted = name.strip().casefold()
    for number, weekday in enumerate(WEEKDAYS):
        if len(wanted) >= len("Mon") and weekday.casefold().startswith(wanted):
            return number
    raise HoursError(f'"{name.strip()}" is not a day: write Mon, Tue, Wed, Thu, Fri, Sat or Sun.')


def _parse_times(text: str) -> list[Span]:
    if _is_always(text):
        return [(0, DAY)]
    return [_parse_span(piece.strip()) for piece in text.split(",")]


def _parse_span(piece: str) -> Span:
    start_text, *rest = re.split(r"[-–—]|\s+to\s+", piece)
    if len(rest) != 1:
        raise HoursError(f'"{piece}" does not say from when to when: write "08:00-18:00" or "24 hours".')
    start, end = _parse_minutes(start_text.strip()), _parse_minutes(rest[0].strip())
    if start == DAY:
        raise HoursError(f'"{piece}" begins at 24:00: write 00:00 on the next day.')
    if start == end:
        raise HoursError(f'"{piece}" opens and closes at the same time: write "24 hours" if it never closes.')
    return start, end if end > start else end + DAY


def _parse_minutes(text: str) -> int:
    face = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", text)
    if not face:
        raise HoursError(f'"{text}" is not a time: write it as 08:00 or 6:30pm.')
    hours, minutes = int(face[1]), int(face[2])
    if minutes >= HOUR or hours * HOUR + minutes > DAY:
        raise HoursError(f'"{text}" is not a time of day: write it as 08:00 or 18:30.')
    return hours * HOUR + minutes


def written(week: Week) -> str:
    """The shortest regular text of a week: `parse(written(week)) == week`."""
    if week.is_always_open:
        return ALWAYS
    parts = [f"{_short(run)} {','.join(_span(*times) for times in run.times)}" for run in week.days()]
    if week.on_holidays is not None:
        parts.append(f"Bank holidays {','.join(_span(*times) for times in week.on_holidays) or 'closed'}")
    return "; ".join(parts)


def _short(run: Days) -> str:
    first, last = (WEEKDAYS[number][:3] for number in (run.first, run.last))
    return first if first == last else f"{first}-{last}"


def _span(start: int, end: int) -> str:
    if (start, end) == (0, DAY):
        return ALWAYS
    end = end if end <= DAY else end - DAY
    return "-".join(f"{minutes // HOUR:02}:{minutes % HOUR:02}" for minutes in (start, end))


def in_words(week: Week) -> tuple[str, ...]:
    """One line for each run of days: "Monday to Friday, 8am to 6pm"."""
    if week.is_always_open:
        return ("24 hours a day, every day",)
    lines = [f"{_named(run)}, {_all_times(run.times)}" for run in week.days()]
    if week.on_holidays is not None:
        lines.append(f"Bank holidays, {_all_times(week.on_holidays) or 'closed'}")
    return tuple(lines)


def _all_times(times: Sequence[Span]) -> str:
    return " and ".join(_times(*span) for span in times)


def _named(run: Days) -> str:
    first, last = WEEKDAYS[run.first], WEEKDAYS[run.last]
    if (run.first, run.last) == (0, 6):
        return "Every day"
    if run.first == run.last:
        return first
    return f"{first} {'and' if run.last == run.first + 1 else 'to'} {last}"


def _times(start: int, end: int) -> str:
    if (start, end) == (0, DAY):
        return ALWAYS
    opens, closes = (time(minutes % DAY // HOUR, minutes % HOUR) for minutes in (start, end))
    return f"{clock(opens)} to {clock(closes)}"
