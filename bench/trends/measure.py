"""Lets the rules of `insight/trends` watch a quarter, minute by minute, with nothing but what they would know then."""

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from bench.trends.traffic import A_DAY, BEGIN, CODES, SERVICES, WARM_UP, Look, Outage, Quarter, service_of
from kb.insight.trends.rules import HOURS_OF_WEEK, WEEKS, Profile, RiseTest, Usual, hour_of_week, how_busy, threshold

SUBJECTS = CODES + SERVICES
ENOUGH = 5  # visits that are to be noticed
AGAIN_AFTER = 120  # minutes without a visit beyond the threshold end a rise
WRITTEN_AFTER = 1  # minute: a worker looks once a minute, and visits are written after ten seconds


@dataclass(frozen=True)
class Alarm:
    subject: int  # a code; from CODES on a service
    minute: int
    began: int


@dataclass
class Found:
    alarms: list[Alarm]
    delays: dict[Outage, int] = field(default_factory=dict)
    fifth: dict[Outage, int] = field(default_factory=dict)  # minutes after the fifth visit on one code of it
    false: list[Alarm] = field(default_factory=list)
    missed: list[Outage] = field(default_factory=list)


def hits(looks: list[Look]) -> Iterator[tuple[int, int]]:
    """Minute and subject of what counts: a visit once a day for a subject."""
    seen: set[tuple[int, int]] = set()
    day = -1
    for look in looks:
        if look.minute // A_DAY != day:
            day, seen = look.minute // A_DAY, set()
        for subject in (look.code, CODES + service_of(look.code)):
            if (subject, look.visit) not in seen:
                seen.add((subject, look.visit))
                yield look.minute, subject


class History:
    """Counts by the hour of the last eight weeks, as the site keeps them; what is usual is read once an hour."""

    def __init__(self) -> None:
        self.hours: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self.usual: dict[int, Usual] = {}
        self.week = -1
        self.profile = Profile.of([0] * HOURS_OF_WEEK, 0)

    def add(self, minute: int, subject: int) -> None:
        self.hours[subject][minute // 60] += 1

    def turn(self, minute: int) -> None:
        """Once a day."""
        hour_now = minute // A_DAY * 24
        first = hour_now - WEEKS * HOURS_OF_WEEK
        totals = [0.0] * HOURS_OF_WEEK
        for subject, hours in self.hours.items():
            counts: dict[tuple[int, int], int] = {}
            for hour in [hour for hour in hours if hour < first]:
                del hours[hour]
            for hour, number in hours.items():
                if hour < hour_now:
                    place = hour_of_week(BEGIN + timedelta(hours=hour))
                    counts[(hour_now - 1 - hour) // HOURS_OF_WEEK, place] = number
                    totals[place] += number if subject < CODES else 0
            self.usual[subject] = Usual.of(counts, WEEKS)
        self.profile = Profile.of(totals, WEEKS)

    def rate(self, subject: int, minute: int) -> float:
        usual = self.usual.get(subject) or Usual({}, 0.0, WEEKS)
        return usual.a_minute(hour_of_week(BEGIN + timedelta(minutes=minute)), self.profile)


def watch(quarter: Quarter) -> list[Alarm]:
    history, alarms, day = History(), [], -1
    tests: dict[int, RiseTest] = {}
    lately: deque[tuple[int, int]] = deque()
    of_subject: dict[int, int] = defaultdict(int)
    open_since: dict[int, int] = {}
    least = threshold(SUBJECTS)
    for minute, subject in hits(quarter.looks):
        history.add(minute, subject)
        if minute < WARM_UP * A_DAY:
            continue
        if minute // A_DAY != day:
            day = minute // A_DAY
            history.turn(minute)
        lately.append((minute, subject))
        of_subject[subject] += 1
        while lately[0][0] <= minute - 60:
            of_subject[lately.popleft()[1]] -= 1
        expected = history.profile.weekly * history.profile.shares[hour_of_week(BEGIN + timedelta(minutes=minute))]
        others = sum(1 for _, other in lately if other < CODES) - of_subject[subject]
        usual = history.rate(subject, minute) * how_busy(others, expected)
        test = tests.setdefault(subject, RiseTest(least, at=WARM_UP * A_DAY))
        is_rise = test.visit(minute, usual)
        if is_rise and minute - open_since.get(subject, -AGAIN_AFTER) >= AGAIN_AFTER:
            alarms.append(Alarm(subject, minute, test.began))
        if is_rise:
            open_since[subject] = minute
    return alarms


def _is_of(alarm: Alarm, outage: Outage) -> bool:
    subjects = {*outage.codes, *(CODES + service_of(code) for code in outage.codes)}
    return alarm.subject in subjects and outage.begins <= alarm.minute <= outage.ends + AGAIN_AFTER


def _fifth(quarter: Quarter, outage: Outage) -> int | None:
    numbers: dict[int, int] = defaultdict(int)
    for look in quarter.looks:
        if outage.begins <= look.minute < outage.ends and look.code in outage.codes:
            numbers[look.code] += 1
            if numbers[look.code] == ENOUGH:
                return look.minute
    return None


def measure(quarter: Quarter) -> Found:
    found = Found(watch(quarter))
    for outage in quarter.outages:
        own = [alarm for alarm in found.alarms if _is_of(alarm, outage)]
        if not own:
            found.missed.append(outage)
            continue
        first = min(alarm.minute for alarm in own) + WRITTEN_AFTER
        found.delays[outage] = first - outage.begins
        if (fifth := _fifth(quarter, outage)) is not None:
            found.fifth[outage] = first - fifth
    found.false = [a for a in found.alarms if not any(_is_of(a, outage) for outage in quarter.outages)]
    return found
