"""The test, pure: a Shiryaev–Roberts procedure on visits, against the same hours of past weeks.

Each minute asks how much better "so many visits a minute more than usual since then" explains what came than "as usual"
does, added up over every "since then" and averaged over several "so many". As usual, that sum grows by one a minute on
average, whatever the traffic: so a threshold of A minutes is passed by chance once in A minutes at most, on average.
That is the stated rate. It holds for each subject; divided among all of them it holds for the site.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kb.lib.dates import in_london

HOURS_OF_WEEK = 168
WEEKS = 8  # that are compared with
LEAST_WEEKS = 2  # before that nothing is noticed: nobody knows yet what is usual
MORE = (0.1, 0.3, 1.0, 3.0)  # visits a minute beyond the usual that are looked for
CLIMB = 0.3  # of these, the one by which it is said when a rise began
# People come in clusters: one asks a colleague to look too. Evidence counts for so much of what a model without
# clusters would make of it. That keeps the rate, since it can only make the sum smaller on average.
TEMPER = 0.7
LEAST_A_DAY = 1.0  # nothing is taken to be rarer than that, however quiet it was
TRUST = 4  # weeks of its own that a subject must show before its hours count as much as those of the whole site
FALSE_ALARM_EVERY = 90 * 24 * 60  # minutes, for the whole site on average
BUSIEST = 4.0  # times as busy as usual the whole site may be before that is no excuse any more
A_MINUTE_OF_A_DAY = 1 / (24 * 60)


def hour_of_week(moment: datetime) -> int:
    """By clocks in London, which people work by."""
    local = in_london(moment)
    return local.weekday() * 24 + local.hour


def threshold(subjects: int) -> float:
    return FALSE_ALARM_EVERY * max(1, subjects)


@dataclass(frozen=True)
class Profile:
    """How the visits of a usual week are spread over its hours, and how many come, for the site as a whole."""

    shares: tuple[float, ...]
    weekly: float
    weeks: int

    @classmethod
    def of(cls, totals: Sequence[float], weeks: int) -> "Profile":
        """`totals` are those of each hour of the week, of all the weeks together."""
        everything = sum(totals) + HOURS_OF_WEEK
        return cls(tuple((total + 1) / everything for total in totals), sum(totals) / max(1, weeks), weeks)


@dataclass(frozen=True)
class Usual:
    """What is usual for a subject. `by_hour` are its counts in each hour of the week, one for each week."""

    by_hour: Mapping[int, Sequence[int]]
    weekly: float
    weeks: int

    @classmethod
    def of(cls, counts: Mapping[tuple[int, int], int], weeks: int) -> "Usual":
        """`counts` by week and hour of the week. The largest week and hour are left out: they may be an outage."""
        totals = [0] * weeks
        by_hour: dict[int, list[int]] = {}
        for (week, hour), number in counts.items():
            totals[week] += number
            by_hour.setdefault(hour, []).append(number)
        return cls({hour: _without_largest(found, weeks) for hour, found in by_hour.items()}, _mean(totals), weeks)

    def a_minute(self, hour: int, profile: Profile) -> float:
        """Rather too many than too few: a rate of which so few counts are known may well be higher."""
        own = sum(self.by_hour.get(hour, ()))
        seen = max(1, self.weeks - 1) if self.weeks > TRUST else self.weeks
        mean = (TRUST * self.weekly * profile.shares[hour] + own) / (TRUST + seen)
        return max((mean + math.sqrt(mean / (TRUST + seen))) / 60, LEAST_A_DAY * A_MINUTE_OF_A_DAY)


def _without_largest(found: list[int], weeks: int) -> list[int]:
    return sorted(found)[:-1] if weeks > TRUST and len(found) == weeks else found


def _mean(totals: Sequence[int]) -> float:
    kept = sorted(totals)[:-1] if len(totals) > TRUST else totals
    return sum(kept) / max(1, len(kept))


def how_busy(number: float, usual: float) -> float:
    """How much busier the rest of the site is in this hour than usual: never a reason to expect less."""
    return min(BUSIEST, max(1.0, (number + 5) / (usual + 5)))


@dataclass
class RiseTest:
    """One subject from one moment on. Minutes without a visit are gone through at once, so it costs by the visit."""

    least: float  # the threshold
    at: int = 0  # the minute up to which it has gone
    sums: list[float] = field(default_factory=lambda: [0.0] * len(MORE))
    began: int = 0  # the first visit of what may be a rise
    climb: float = 0.0  # what speaks for one since then: at nought again, another begins with the next visit

    @property
    def sum(self) -> float:
        return sum(self.sums) / len(self.sums)

    def _go_to(self, minute: int) -> None:
        quiet = minute - self.at
        if quiet <= 0:
            return
        for place, more in enumerate(MORE):
            fade = math.exp(-TEMPER * more)
            left = fade**quiet
            self.sums[place] = self.sums[place] * left + fade * (1 - left) / (1 - fade)
        self.climb = max(0.0, self.climb - TEMPER * CLIMB * quiet)
        self.at = minute

    def visit(self, minute: int, usual: float, visits: int = 1) -> bool:
        """Whether so many visits in this minute make it a rise; `usual` is the rate of that minute."""
        self._go_to(minute - 1)
        if not self.climb:
            self.began = minute
        self.climb = max(0.0, self.climb + TEMPER * (visits * math.log1p(CLIMB / usual) - CLIMB))
        is_same = minute == self.at  # a minute is one, however many visits are told of it
        for place, more in enumerate(MORE):
            gain = TEMPER * (visits * math.log1p(more / usual) - (0 if is_same else more))
            self.sums[place] = (self.sums[place] + (not is_same)) * math.exp(min(gain, 500.0))
        self.at = minute
        is_rise = self.sum >= self.least
        if is_rise:
            # It begins anew, so what was noticed is not noticed for days by what is left of it.
            self.sums, self.climb = [0.0] * len(MORE), 0.0
        return is_rise
