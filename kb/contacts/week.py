"""A week of opening hours, and whether somebody is there at a moment, by the clock on the wall in the UK."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kb.lib.dates import LONDON, MIDNIGHT, in_london, to_utc

HOUR = 60
DAY = 24 * HOUR
WEEK = 7 * DAY

type Span = tuple[int, int]  # minutes since Monday 00:00, or since the day's; the end may lie in the week or day after


@dataclass(frozen=True)
class OpenState:
    is_open: bool
    until: datetime | None = None  # open: when it closes; None if it never does
    opens: datetime | None = None  # closed: when it opens next


@dataclass(frozen=True)
class Days:
    """An unbroken run of days with the same hours."""

    first: int
    last: int
    times: tuple[Span, ...]


@dataclass(frozen=True)
class Week:
    """When somebody is there: spans in order that neither touch nor overlap, so that equal weeks are equal."""

    spans: tuple[Span, ...]

    @classmethod
    def of(cls, spans: Iterable[Span]) -> "Week":
        inside: list[Span] = []
        for start, end in spans:
            inside += [(start, min(end, WEEK)), (0, end - WEEK)]
        joined = _joined(inside)
        if len(joined) > 1 and joined[0][0] == 0 and joined[-1][1] == WEEK:
            # What runs on over Sunday's midnight is one opening, not two.
            joined[-1] = (joined[-1][0], WEEK + joined[0][1])
            del joined[0]
        return cls(tuple(joined))

    @property
    def is_always_open(self) -> bool:
        return self.spans == ((0, WEEK),)

    def state(self, at: datetime) -> OpenState:
        now = to_utc(at)
        if self.is_always_open:
            return OpenState(is_open=True)
        opens, closes = next(opening for opening in self._openings(at) if now < opening[1])
        if now < opens:
            return OpenState(is_open=False, opens=in_london(opens))
        return OpenState(is_open=True, until=in_london(closes))

    def _openings(self, at: datetime) -> list[tuple[datetime, datetime]]:
        """Every opening from the week before to two weeks after, as moments."""
        local = in_london(at)
        monday = datetime.combine(local.date() - timedelta(days=local.weekday()), MIDNIGHT, LONDON)
        weeks = [monday + timedelta(weeks=number) for number in (-1, 0, 1, 2)]
        return _joined((_moment(week, start), _moment(week, end)) for week in weeks for start, end in self.spans)

    def days(self) -> list[Days]:
        by_day: dict[int, list[Span]] = {}
        for start, end in (piece for span in self.spans for piece in _by_day(*span)):
            number, opens = divmod(start, DAY)
            by_day.setdefault(number % 7, []).append((opens, opens + end - start))
        runs: list[Days] = []
        for number in sorted(by_day):
            times = tuple(sorted(by_day[number]))
            if runs and runs[-1].last == number - 1 and runs[-1].times == times:
                runs[-1] = replace(runs[-1], last=number)
            else:
                runs.append(Days(number, number, times))
        return runs


def _joined[T: (int, datetime)](spans: Iterable[tuple[T, T]]) -> list[tuple[T, T]]:
    """In order, with those that touch or overlap made one, and without the empty ones."""
    joined: list[tuple[T, T]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _moment(monday: datetime, minutes: int) -> datetime:
    # Adding to a time that has a zone moves the clock face, which is what is wanted; only then is it a moment.
    return to_utc(monday + timedelta(minutes=minutes))


def _by_day(start: int, end: int) -> list[Span]:
    """A span cut at midnights, unless it is a single night shorter than a day."""
    midnight = (start // DAY + 1) * DAY
    if end <= midnight or end - start < DAY:
        return [(start, end)]
    return [(start, midnight), *_by_day(midnight, end)]
