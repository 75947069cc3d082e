"""The database goes away while people read, and comes back."""

import asyncio
import itertools
import time
from collections import Counter
from dataclasses import dataclass, field

from bench.attack.people import PAGES, Waits
from bench.attack.target import Bounds, Target, Visitor
from tests.database_proxy import DatabaseProxy, MovedFile, Way

WORDS = "take the database away while many read, and bring it back; on a site of its own only"
CLIENTS = (16,)
HEAD = ("the database", "pages asked for", "answers", "shown", "median s", "p95 s", "longest s", "all back after s")
KEPT = "This page is shown as it was at"
BETWEEN = 0.05  # seconds between two pages of one reader
KNOWN_AFTER = 4.0  # seconds: by then every process has met it
WARM_UP = 20
MOST_SECONDS_BACK = 30.0
OTHER = "/report/"  # a page that is in nobody's memory


@dataclass
class Read:
    began: float
    ended: float
    status: int
    is_kept: bool


@dataclass
class Outcome:
    answers: Counter[int] = field(default_factory=Counter)
    lines: list[list[str]] = field(default_factory=list)

    def rows(self) -> list[list[str]]:
        return self.lines

    def add(self, way: str, when: str, reads: list[Read], back: str = "") -> None:
        self.answers.update(read.status for read in reads)
        waits = Waits([read.ended - read.began for read in reads])
        shown = sum(read.status == 200 for read in reads)  # noqa: PLR2004 - a page, as it is or as it was
        number, _, *times = waits.cells()
        self.lines.append([way, when, number, str(shown), *times, back])


async def _reads(target: Target, bounds: Bounds, until: asyncio.Event, reads: list[Read], first: int) -> None:
    visitor = Visitor(target)
    for path in itertools.islice(itertools.cycle(PAGES), first, None):
        if until.is_set() or not bounds.spend():
            return
        began = time.monotonic()
        answer = await visitor.get(path)
        reads.append(Read(began, time.monotonic(), answer.status, KEPT in answer.body))
        await asyncio.sleep(BETWEEN)


async def _back_after(target: Target, since: float) -> str:
    """When every page was there again ten times in a row, as it is and not as it was: that is every process."""
    in_a_row = 0
    while in_a_row < 10 and time.monotonic() - since < MOST_SECONDS_BACK:  # noqa: PLR2004
        answers = [await Visitor(target).get(path) for path in (*PAGES, OTHER)]
        well = all(answer.status == 200 and KEPT not in answer.body for answer in answers)  # noqa: PLR2004
        in_a_row = in_a_row + 1 if well else 0
    return f"{time.monotonic() - since:.1f}" if in_a_row else "never"


async def _goes(
    target: Target, bounds: Bounds, database: DatabaseProxy | MovedFile, way: Way, outcome: Outcome
) -> None:
    reads: list[Read] = []
    ends = asyncio.Event()
    readers = [asyncio.create_task(_reads(target, bounds, ends, reads, number)) for number in range(bounds.clients)]
    await asyncio.sleep(bounds.seconds / 3)
    gone = time.monotonic()
    database.bar(way)
    await asyncio.sleep(KNOWN_AFTER + bounds.seconds / 3)
    opened = time.monotonic()
    database.open()
    back = await _back_after(target, opened)
    ends.set()
    await asyncio.gather(*readers)
    phases = {
        "is there": [read for read in reads if read.ended < gone],
        f"{way.value}, first {KNOWN_AFTER:.0f} s": [
            read for read in reads if read.ended >= gone and read.began < gone + KNOWN_AFTER
        ],
        f"{way.value}, from then on": [read for read in reads if gone + KNOWN_AFTER <= read.began < opened],
    }
    for when, of_it in phases.items():
        outcome.add(when, f"by {bounds.clients} readers", of_it, back if "then on" in when else "")


async def attack(target: Target, bounds: Bounds, database: DatabaseProxy | MovedFile) -> Outcome:
    outcome = Outcome()
    for _ in range(WARM_UP):  # each process has shown each page: the first of each takes long, and none is kept before
        await asyncio.gather(*(Visitor(target).get(path) for path in PAGES))
    for way in database.ways:
        await _goes(target, bounds, database, way, outcome)
    return outcome
