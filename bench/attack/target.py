"""Whom an attack may touch: a site on this machine, and nobody else. And how one request is made of it."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MOST_CLIENTS = 1000
MOST_SECONDS = 180
MOST_REQUESTS = 100_000


class NotOurs(ValueError):  # noqa: N818 - named for what went wrong, like every exception of the house
    """The site is not on this machine, or more was asked than an attack may do."""


@dataclass(frozen=True)
class Target:
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> "Target":
        """Raises NotOurs."""
        parts = urlsplit(url)
        if parts.scheme != "http" or parts.hostname not in LOOPBACK:
            raise NotOurs(f"{url}: only a site on this machine may be attacked, such as http://127.0.0.1:8000.")
        return cls(parts.hostname, parts.port or 80)


@dataclass
class Bounds:
    """How long an attack goes on, with how many clients and requests. Raises NotOurs where that is too much."""

    clients: int
    seconds: float
    requests: int = MOST_REQUESTS
    made: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if not 0 <= self.clients <= MOST_CLIENTS or not 0 < self.seconds <= MOST_SECONDS:
            raise NotOurs(f"At most {MOST_CLIENTS} clients for at most {MOST_SECONDS} seconds.")

    def spend(self) -> bool:
        """Whether one request more may be made; it is counted."""
        self.made += 1
        return self.made <= self.requests


@dataclass
class Answer:
    status: int  # 0: there was none
    headers: list[tuple[str, str]]
    body: str

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")


class Visitor:
    """Keeps cookies as a browser does. Each request has a connection of its own."""

    def __init__(self, target: Target, *, address: str = "127.0.0.1", within: float = 60.0) -> None:
        self._target = target
        self._address = address
        self._within = within
        self._cookies: dict[str, str] = {}

    def drop(self, cookie: str) -> None:
        self._cookies.pop(cookie, None)

    async def get(self, path: str) -> Answer:
        return await self._ask("GET", path, "")

    async def post(self, path: str, values: dict[str, str]) -> Answer:
        return await self._ask("POST", path, urlencode(values))

    async def _ask(self, method: str, path: str, body: str) -> Answer:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self._target.host}:{self._target.port}",
            "Connection: close",
            f"Cookie: {'; '.join(f'{name}={value}' for name, value in self._cookies.items())}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
        if not self._cookies:
            del lines[3]
        try:
            raw = await asyncio.wait_for(self._sent("\r\n".join([*lines, "", body]).encode()), self._within)
        except (OSError, TimeoutError):
            raw = b""
        return self._read(raw)

    async def _sent(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(
            self._target.host, self._target.port, local_addr=(self._address, 0)
        )
        try:
            writer.write(request)
            return await reader.read()
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    def _read(self, raw: bytes) -> Answer:
        head, _, body = raw.decode("utf-8", "replace").partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        status = int(first.split(" ")[1]) if first.startswith("HTTP/1.") else 0
        headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        for name, value in headers:
            if name == "set-cookie":
                self._cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        return Answer(status, headers, body)
