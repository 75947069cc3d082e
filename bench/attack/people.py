"""What other people notice while an attack goes on: how long pages take that they ask for."""

import asyncio
import itertools
import statistics
import time
from dataclasses import dataclass, field

from bench.attack.target import Target, Visitor

PAGES = ("/", "/articles/smartcard-authentication-failure/", "/codes/")
EVERY = 0.1  # seconds between two requests of people who are in a hurry


@dataclass
class Waits:
    """In seconds. Whoever got no answer, or a wrong one, waited all the time there was."""

    seconds: list[float] = field(default_factory=list)
    failed: int = 0

    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[-1] if len(self.seconds) > 1 else sum(self.seconds)

    def cells(self) -> list[str]:
        if not self.seconds:
            return ["0", "0", "", "", ""]
        times = (statistics.median(self.seconds), self.p95(), max(self.seconds))
        return [str(len(self.seconds)), str(self.failed), *(f"{one:.2f}" for one in times)]


CELLS = ("answers", "failed", "median s", "p95 s", "longest s")


async def read_pages(target: Target, seconds: float) -> Waits:
    """Asks for pages at an even pace, whether those before were answered or not."""
    waits = Waits()

    async def read(path: str) -> None:
        began = time.monotonic()
        answer = await Visitor(target).get(path)
        waits.seconds.append(time.monotonic() - began)
        waits.failed += answer.status != 200  # noqa: PLR2004 - a page was shown

    async with asyncio.TaskGroup() as asked:
        paths, end = itertools.cycle(PAGES), time.monotonic() + seconds
        while time.monotonic() < end:
            asked.create_task(read(next(paths)))
            await asyncio.sleep(EVERY)
    return waits
