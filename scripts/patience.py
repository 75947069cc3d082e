"""Slow clients: hundreds of threads wait for them, and a few others answer.

A thread that waits costs next to nothing. One that answers keeps a connection of the database, so those are few, and
they are never given a request before it is whole, nor kept until its answer is taken.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from socket import SHUT_RD, SHUT_RDWR, SHUT_WR, socket
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from gunicorn.http.message import Request
from gunicorn.http.wsgi import FileWrapper
from gunicorn.workers.gthread import TConn, ThreadWorker

ANSWERING = 16  # threads of a process that answer; the pool of kb/lib/env.py has as many connections
SECONDS = 60.0  # in which a request must be whole, and in which an answer must be taken
SLOWEST = 2_000  # bytes a second: an answer has so much more time
ROOM_AFTER = 2.0  # seconds that a client may take even when every thread is taken
LOOK_EVERY = 0.5  # seconds
IN_MEMORY = 500_000  # of an answer; what is longer is in a file without a name
PIECE = 65_536
# What the application may call with a number of seconds: its answer goes out so much later, and keeps no thread that
# answers. For programs that ask again at once.
LATER = "kb.answer_later"
MOST_LATER = 1.0
# A client that still sends when it is answered may go on so long, and so far, to find the answer.
LINGER_SECONDS = 3.0
LINGER_BYTES = 16_000_000

type Environ = dict[str, Any]
type Headers = list[tuple[str, str]]
type Application = Callable[..., Iterable[bytes]]


@dataclass
class WholeAnswer:
    """All of it, so that nobody who takes it slowly keeps what made it."""

    status: str = ""
    headers: Headers = field(default_factory=list)
    pieces: list[bytes] = field(default_factory=list)
    file: IO[bytes] | None = None
    size: int = 0
    ready: Iterable[bytes] | None = None  # a file of this machine, which the system itself sends

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.file is None and self.size > IN_MEMORY:
            self.file = _file()
            self.file.writelines(self.pieces)
            self.pieces.clear()
        if self.file is None:
            self.pieces.append(piece)
        else:
            self.file.write(piece)

    def start(self, status: str, headers: Headers, exc_info: object = None) -> None:
        self.status, self.headers = status, headers

    def __iter__(self) -> Iterator[bytes]:
        if self.file is None:
            yield b"".join(self.pieces)
            return
        self.file.seek(0)
        while piece := self.file.read(PIECE):
            yield piece

    def close(self) -> None:
        if self.file:
            self.file.close()


def _file() -> IO[bytes]:
    return SpooledTemporaryFile(max_size=IN_MEMORY, prefix="kb-")


def _is_of_this_machine(file: IO[bytes]) -> bool:
    """And not one that would be read from the database while the client takes it."""
    try:
        return bool(file.fileno() >= 0)
    except (AttributeError, OSError):
        return False


def _answered(application: Application, environ: Environ) -> WholeAnswer:
    """In one of the few threads, from the first query to the last byte."""
    answer = WholeAnswer()
    result = application(environ, answer.start)
    if isinstance(result, FileWrapper) and _is_of_this_machine(result.filelike):
        answer.ready, answer.size = result, int(dict(answer.headers).get("Content-Length") or 0)
        return answer
    try:
        for piece in result:
            answer.add(piece)
    finally:
        if hasattr(result, "close"):
            result.close()
    return answer


@dataclass
class Visit:
    """A request in hand: since when, and for how long, its client is waited for."""

    allowed: float
    since: float = field(default_factory=time.monotonic)
    is_slow: bool = True  # the client is, and not we
    is_taking: bool = False  # the answer
    is_cut: bool = False  # it still sends, and is not read on

    def take(self, longer: float) -> None:
        self.allowed += longer
        self.since = time.monotonic()
        self.is_slow = self.is_taking = True

    def age(self) -> float:
        return time.monotonic() - self.since if self.is_slow else 0.0

    def is_over(self) -> bool:
        return self.age() > self.allowed


def linger(sock: socket) -> None:
    """Closed with something unread, a connection would be broken, and the answer lost with it."""
    with suppress(OSError):
        sock.shutdown(SHUT_WR)
        sock.settimeout(LINGER_SECONDS)
        end, left = time.monotonic() + LINGER_SECONDS, LINGER_BYTES
        while left > 0 and time.monotonic() < end and (piece := sock.recv(PIECE)):
            left -= len(piece)


class PatientWorker(ThreadWorker):
    """gunicorn's threads, each of which waits for a client and hands over what is whole."""

    seconds = SECONDS
    slowest = SLOWEST

    def init_process(self) -> None:
        self.visits: dict[TConn, Visit] = {}
        self._here = threading.local()
        self._next_look = 0.0
        self._answering = ThreadPoolExecutor(ANSWERING, thread_name_prefix="answering")
        super().init_process()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        self.application, self.wsgi = self.wsgi, self.answer

    def answer(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        visit: Visit = self._here.visit
        answer = self._answer(environ, visit)
        visit.take(answer.size / self.slowest)
        start_response(answer.status, answer.headers)
        return answer.ready or answer

    def _answer(self, environ: Environ, visit: Visit) -> WholeAnswer:
        """kb/lib/bodies.py reads the body; this thread waits there for a client that is slow."""
        later: list[float] = []
        with self.application.whole(environ) as whole:
            visit.is_slow = False
            if whole.more_comes:
                self._here.request.force_close()
            visit.is_cut = whole.more_comes
            given = whole.environ | {LATER: later.append}
            answer = self._answering.submit(_answered, self.application.application, given).result()
        # Not where many clients are there already: the threads that wait are many, but they end.
        if later and len(self.visits) < self.cfg.threads // 2:
            time.sleep(min(max(later), MOST_LATER))
        return answer

    def enqueue_req(self, conn: TConn) -> None:
        self.visits[conn] = Visit(self.seconds)
        super().enqueue_req(conn)

    def handle_request(self, req: Request, conn: TConn) -> bool:
        visit = self._here.visit = self.visits[conn]
        self._here.request = req
        stays = super().handle_request(req, conn)
        if visit.is_cut:
            linger(conn.sock)
        return stays

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        self.visits.pop(conn, None)
        super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """Asked in each round of the loop."""
        super().murder_pending()
        if time.monotonic() >= self._next_look:
            self._next_look = time.monotonic() + LOOK_EVERY
            self._send_away()

    def _send_away(self) -> None:
        """Those whose time is up; and where every thread is taken, those who have dawdled longest."""
        over = [conn for conn, visit in self.visits.items() if visit.is_over()]
        if (too_many := len(self.visits) - self.cfg.threads + 1) > len(over):
            by_age = sorted(self.visits, key=lambda conn: -self.visits[conn].age())
            over = [conn for conn in by_age[:too_many] if self.visits[conn].age() > ROOM_AFTER]
        for conn in over:
            # The thread that waits for it goes on: at the end of what it reads, so that it may still say so; or with
            # a broken pipe.
            with suppress(OSError):
                conn.sock.shutdown(SHUT_RDWR if self.visits[conn].is_taking else SHUT_RD)
        if over:
            self.log.warning("%d slow clients were sent away.", len(over))
