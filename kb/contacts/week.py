"""A week of opening hours, and whether somebody is there at a moment, by the clock on the wall in the UK."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kb.contacts.bank_holidays import is_bank_holiday
from kb.lib.dates import LONDON, MIDNIGHT, in_london, to_utc

HOUR = 60
DAY = 24 * HOUR
WEEK = 7 * DAY
SUNDAY = 6
# A night that began the day before may still be on; three Fridays in a row may be closed around Christmas.
DAYS_BACK, DAYS_AHEAD = 2, 29

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
    """When somebody is there: spans in order that neither touch nor overlap, so that equal weeks are equal.

    `on_holidays` are the spans of a bank holiday; None: as on a Sunday.
    """

    spans: tuple[Span, ...]
    on_holidays: tuple[Span, ...] | None = None

    @classmethod
    def of(cls, spans: Iterable[Span], on_holidays: Iterable[Span] | None = None) -> "Week":
        inside: list[Span] = []
        for start, end in spans:
            inside += [(start, min(end, WEEK)), (0, end - WEEK)]
        joined = _joined(inside)
        if len(joined) > 1 and joined[0][0] == 0 and joined[-1][1] == WEEK:
            # What runs on over Sunday's midnight is one opening, not two.
            joined[-1] = (joined[-1][0], WEEK + joined[0][1])
            del joined[0]
        return cls(tuple(joined), None if on_holidays is None else tuple(_joined(on_holidays)))

    @property
    def is_always_open(self) -> bool:
        return self.spans == ((0, WEEK),) and self.on_holidays in {None, ((0, DAY),)}

    @property
    def is_open_on_sundays(self) -> bool:
        return SUNDAY in self._by_weekday()

    def state(self, at: datetime) -> OpenState:
        now = to_utc(at)
        if self.is_always_open:
            return OpenState(is_open=True)
        openings = self._openings(in_london(at).date())
        opens, closes = next((opening for opening in openings if now < opening[1]), (None, None))
        if opens is None or now < opens:
            return OpenState(is_open=False, opens=in_london(opens) if opens else None)
        # What is open as far as we look has no end that we could say.
        return OpenState(is_open=True, until=in_london(closes) if closes and closes < _end_of(at) else None)

    def _openings(self, today: date) -> list[tuple[datetime, datetime]]:
        """Every opening from two days before to four weeks after, as moments."""
        days = [today + timedelta(days=number) for number in range(-DAYS_BACK, DAYS_AHEAD)]
        by_day = self._by_weekday()
        return _joined(
            (_moment(midnight, start), _moment(midnight, end))
            for day in days
            for midnight in [datetime.combine(day, MIDNIGHT, LONDON)]
            for start, end in self._on(day, by_day)
        )

    def _on(self, day: date, by_day: dict[int, list[Span]]) -> Iterable[Span]:
        if not is_bank_holiday(day):
            return by_day.get(day.weekday(), [])
        return by_day.get(SUNDAY, []) if self.on_holidays is None else self.on_holidays

    def _by_weekday(self) -> dict[int, list[Span]]:
        """The spans of each day, in minutes since its midnight."""
        by_day: dict[int, list[Span]] = {}
        for start, end in (piece for span in self.spans for piece in _by_day(*span)):
            number, opens = divmod(start, DAY)
            by_day.setdefault(number % 7, []).append((opens, opens + end - start))
        return by_day

    def days(self) -> list[Days]:
        by_day = self._by_weekday()
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


def _moment(midnight: datetime, minutes: int) -> datetime:
    # Adding to a time that has a zone moves the clock face, which is what is wanted; only then is it a moment.
    return to_utc(midnight + timedelta(minutes=minutes))


def _end_of(at: datetime) -> datetime:
    """As far as openings are looked for."""
    return to_utc(datetime.combine(in_london(at).date() + timedelta(days=DAYS_AHEAD), MIDNIGHT, LONDON))


def _by_day(start: int, end: int) -> list[Span]:
    """A span cut at midnights, unless it is a single night shorter than a day."""
    midnight = (start // DAY + 1) * DAY
    if end <= midnight or end - start < DAY:
        return [(start, end)]
    return [(start, midnight), *_by_day(midnight, end)]
