"""A flood of sign-ins with names that nobody has, and one person among them who has an account."""

import asyncio
import re
import secrets
import time
from collections import Counter
from dataclasses import dataclass, field

from bench.attack.people import CELLS, PAGES, Waits, read_pages
from bench.attack.target import Bounds, Target, Visitor

WORDS = "sign in with invented names, many at once"
CLIENTS = (16, 64)
PAGE = "/sign-in/"
_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|opened)" value="([^"]+)"')
SIGNED_IN, BUSY, LIMITED = 302, 503, 429
BETWEEN_SIGN_INS = 1.0
TO_TYPE = 2.0  # seconds, which are no waiting: what is promised begins when the button is pressed
ELSEWHERE = "127.0.0.3"  # on this machine too, and not where the attack comes from


@dataclass(frozen=True)
class Account:
    username: str
    password: str


@dataclass
class Outcome:
    """What the attackers were answered, and how long it took people to get in, from where the attack comes and not."""

    clients: int
    pages: Waits
    answers: Counter[int] = field(default_factory=Counter)
    beside: Waits = field(default_factory=Waits)
    elsewhere: Waits = field(default_factory=Waits)

    def rows(self) -> list[list[str]]:
        what = (("pages", self.pages), ("sign-in, same address", self.beside), ("sign-in, elsewhere", self.elsewhere))
        return [[str(self.clients), name, *waits.cells()] for name, waits in what if waits.seconds or waits.failed]


HEAD = ("clients", "who", *CELLS)


async def empty_form(visitor: Visitor) -> dict[str, str]:
    hidden = dict(_HIDDEN.findall((await visitor.get(PAGE)).body))
    return hidden | {"next": "/account/"}


async def _flood(target: Target, bounds: Bounds, until: float, answers: Counter[int]) -> None:
    """One try after another without a rest, each with a name and a password of its own."""
    visitor = Visitor(target)
    form = await empty_form(visitor)
    while time.monotonic() < until and bounds.spend():
        invented = {"username": f"nobody.{secrets.token_hex(6)}", "password": secrets.token_hex(8)}
        answers[(await visitor.post(PAGE, form | invented)).status] += 1


async def _gets_in(visitor: Visitor, form: dict[str, str], account: Account, until: float) -> bool:
    """Does as the page says, waits as long as it is told, and tries again."""
    while time.monotonic() < until:
        answer = await visitor.post(PAGE, form | {"username": account.username, "password": account.password})
        if answer.status == SIGNED_IN:
            return True
        if answer.status not in {BUSY, LIMITED}:
            return False
        await asyncio.sleep(float(answer.header("retry-after") or 1))
    return False


async def _one_after_another(target: Target, account: Account, address: str, until: float, waits: Waits) -> None:
    while time.monotonic() < until:
        visitor = Visitor(target, address=address)
        form = await empty_form(visitor)
        await asyncio.sleep(TO_TYPE)
        began = time.monotonic()
        # Who came in time is waited for, so that a slow site does not look like a quick one.
        waits.failed += not await _gets_in(visitor, form, account, until + 30)
        waits.seconds.append(time.monotonic() - began)
        await asyncio.sleep(BETWEEN_SIGN_INS)


async def _is_loaded(target: Target) -> None:
    """What a process reads when it is first asked is no part of what is measured."""
    for path in (*PAGES, PAGE) * 4:
        await Visitor(target).get(path)


async def attack(target: Target, bounds: Bounds, account: Account | None) -> Outcome:
    answers: Counter[int] = Counter()
    outcome = Outcome(bounds.clients, Waits(), answers)
    await _is_loaded(target)
    until = time.monotonic() + bounds.seconds
    async with asyncio.TaskGroup() as going:
        for _ in range(bounds.clients):
            going.create_task(_flood(target, bounds, until, answers))
        pages = going.create_task(read_pages(target, bounds.seconds))
        if account:
            where = (("127.0.0.1", outcome.beside), (ELSEWHERE, outcome.elsewhere))
            for address, waits in where:
                going.create_task(_one_after_another(target, account, address, until, waits))
    outcome.pages = pages.result()
    return outcome
