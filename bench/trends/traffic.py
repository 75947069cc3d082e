"""A quarter of made-up traffic that knows nothing of the method: who looks what up, and when.

Few codes make most of it. Days, weeks and bank holidays have their rhythm, days differ, and one person in eight asks a
colleague to look as well. Beside them: somebody who presses again and again, a crawler that runs scripts, a training
morning in one building, and outages, half of them on codes that hardly anybody looks up otherwise.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

CODES, SERVICES = 400, 12
BEGIN = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
WARM_UP, QUARTER = 8 * 7, 13 * 7  # days
A_DAY = 24 * 60
VISITS_A_DAY = 700.0
PRESS_AGAIN, ASK_A_COLLEAGUE = 0.05, 0.125
MANY, SATURDAY = 50, 5
HOLIDAYS = dict.fromkeys(("2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25"), 0.2)
BY_WEEKDAY = (1.2, 1.05, 1.0, 1.0, 0.9, 0.25, 0.2)
BY_HOUR = (1, 1, 1, 1, 1, 2, 6, 30, 70, 80, 70, 60, 45, 55, 60, 50, 35, 15, 6, 4, 3, 3, 2, 1)


@dataclass(frozen=True, order=True)
class Look:
    minute: int  # since BEGIN
    code: int
    visit: int  # of that day: an address and a browser


@dataclass(frozen=True)
class Outage:
    begins: int
    lasts: int
    codes: tuple[int, ...]
    a_minute: float
    is_quiet: bool

    @property
    def ends(self) -> int:
        return self.begins + self.lasts


@dataclass
class Quarter:
    looks: list[Look]
    outages: list[Outage]
    trainings: list[int] = field(default_factory=list)  # when each began


def popularity(rng: random.Random) -> list[float]:
    weights = [1 / (rank + 1.5) ** 1.15 for rank in range(CODES)]
    rng.shuffle(weights)
    total = sum(weights)
    return [weight / total for weight in weights]


def service_of(code: int) -> int:
    return code % SERVICES


def _poisson(rng: random.Random, mean: float) -> int:
    if mean > MANY:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    left, number = math.exp(-mean), 0
    product = rng.random()
    while product > left:
        number += 1
        product *= rng.random()
    return number


def _level(rng: random.Random, day: int) -> float:
    date = BEGIN + timedelta(days=day)
    is_after = (date - timedelta(days=1)).date().isoformat() in HOLIDAYS and date.weekday() < SATURDAY
    level = BY_WEEKDAY[date.weekday()] * HOLIDAYS.get(date.date().isoformat(), 1.0) * (1.35 if is_after else 1.0)
    return level * rng.lognormvariate(0, 0.2)


def _usual(rng: random.Random, days: int, shares: list[float]) -> Iterator[Look]:
    visits = 0
    hours = [share / sum(BY_HOUR) for share in BY_HOUR]
    for day in range(days):
        level = _level(rng, day)
        for hour, part in enumerate(hours):
            number = _poisson(rng, VISITS_A_DAY * level * part * rng.lognormvariate(0, 0.1))
            for code in rng.choices(range(CODES), shares, k=number):
                visits += 1
                minute = day * A_DAY + hour * 60 + rng.randrange(60)
                yield Look(minute, code, visits)
                if rng.random() < PRESS_AGAIN:  # presses again, reloads, comes back
                    yield from (Look(minute + rng.randrange(1, 90), code, visits) for _ in range(rng.randrange(2, 25)))
                for _ in range(rng.choice((1, 1, 1, 2)) if rng.random() < ASK_A_COLLEAGUE else 0):
                    visits += 1
                    yield Look(minute + rng.randrange(1, 12), code, visits)


def _crawls(rng: random.Random, days: int) -> Iterator[Look]:
    """One that runs scripts, once a fortnight: all codes within two hours of a night."""
    for day in range(5, days, 14):
        start = day * A_DAY + rng.randrange(0, 300)
        for number, code in enumerate(rng.sample(range(CODES), CODES)):
            yield Look(start + number * 120 // CODES, code, -1 - day)


def _training(rng: random.Random, start: int) -> Iterator[Look]:
    """25 people of one building, whose address is one and whose browsers are three, go through eight codes."""
    codes = rng.sample(range(CODES), 8)
    for person in range(25):
        for number, code in enumerate(codes):
            yield Look(start + number * 18 + rng.randrange(12), code, -10_000 - start - person % 3)


def _outage(rng: random.Random, outage: Outage) -> Iterator[Look]:
    for minute in range(outage.begins, outage.ends):
        rate = outage.a_minute * (1.0 if minute < outage.begins + 60 else 0.5)
        for code in outage.codes:
            for _ in range(_poisson(rng, rate)):
                yield Look(minute, code, -1_000_000 - rng.randrange(10**9))


def _outages(rng: random.Random, shares: list[float], first: int, days: int) -> list[Outage]:
    by_share = sorted(range(CODES), key=lambda code: shares[code])
    found = []
    for number in range(40):
        is_quiet = number % 2 == 0
        pool = by_share[: CODES // 2] if is_quiet else by_share[CODES // 2 :]
        begins = first + rng.randrange(days) * A_DAY + rng.randrange(7 * 60, 20 * 60)
        codes = tuple(rng.sample(pool, rng.choice((1, 1, 2, 3))))
        found.append(Outage(begins, rng.randrange(30, 180), codes, rng.choice((0.3, 0.5, 1.0)), is_quiet))
    return found


def quarter(seed: int, *, has_outages: bool = True) -> Quarter:
    rng = random.Random(seed)  # noqa: S311 - traffic, no secret
    days, first = WARM_UP + QUARTER, WARM_UP * A_DAY
    shares = popularity(rng)
    looks = [*_usual(rng, days, shares), *_crawls(rng, days)]
    trainings = [first + day * A_DAY + 9 * 60 + 30 for day in (9, 37, 65)]
    for start in trainings:
        looks += _training(rng, start)
    outages = _outages(rng, shares, first, QUARTER) if has_outages else []
    for outage in outages:
        looks += _outage(rng, outage)
    return Quarter(sorted(looks), outages, trainings)
