"""A way to a PostgreSQL that can be barred: so a database goes away, and the one that others use is left alone."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit

from tests.journeys.server import Server

CHUNK = 65_536


class Way(Enum):
    OPEN = "open"
    REFUSED = "refused"  # as when the server is stopped
    SILENT = "silent"  # as when it stands still: what is sent is taken, and nothing comes back


class DatabaseProxy:
    ways = (Way.REFUSED, Way.SILENT)

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._server = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self._way = Way.OPEN
        self._passing = threading.Event()
        self._passing.set()
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self.connections = 0  # how often anybody tried, while it was open or silent
        self.port = 0
        self._listen()
        user, at, _ = parts.netloc.rpartition("@")
        self.url = parts._replace(netloc=f"{user}{at}127.0.0.1:{self.port}").geturl()

    def bar(self, way: Way) -> None:
        self._way = way
        if way is Way.SILENT:
            self._passing.clear()
        else:
            self._stop_listening()
            self._passing.set()
            self._drop()

    def open(self) -> None:
        """What was barred is broken for good; whoever comes anew gets through."""
        self._way = Way.OPEN
        self._drop()
        self._passing.set()
        if self._listener is None:
            self._listen()

    def close(self) -> None:
        self.bar(Way.REFUSED)

    def _listen(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(64)
        self.port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _stop_listening(self) -> None:
        listener, self._listener = self._listener, None
        if listener:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def _drop(self) -> None:
        with self._lock:
            gone, self._sockets = self._sockets, set()
        for one in gone:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                here, _ = listener.accept()
                self.connections += 1
                threading.Thread(target=self._connect, args=(here,), daemon=True).start()

    def _connect(self, here: socket.socket) -> None:
        with self._lock:
            self._sockets.add(here)
        self._passing.wait()
        with suppress(OSError):
            there = socket.create_connection(self._server, timeout=5)
            there.settimeout(None)
            with self._lock:
                self._sockets.add(there)
            threading.Thread(target=self._pass_on, args=(there, here), daemon=True).start()
            self._pass_on(here, there)

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                self._passing.wait()
                sink.sendall(data)
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


@contextmanager
def database_proxy(url: str) -> Iterator[DatabaseProxy]:
    proxy = DatabaseProxy(url)
    try:
        yield proxy
    finally:
        proxy.close()


class MovedFile:
    """The same for the file of a SQLite database, which is elsewhere meanwhile."""

    ways = (Way.REFUSED,)

    def __init__(self, path: Path) -> None:
        self._path = path

    def _moved(self, source: str, target: str) -> None:
        for suffix in ("-wal", "-shm", ""):
            with suppress(FileNotFoundError):
                self._path.with_name(f"{self._path.name}{suffix}{source}").rename(f"{self._path}{suffix}{target}")

    def bar(self, way: Way) -> None:
        self._moved("", ".elsewhere")

    def open(self) -> None:
        self._moved(".elsewhere", "")


@contextmanager
def database_of(server: Server) -> Iterator[DatabaseProxy | MovedFile]:
    """That of a server which was not started yet, to be taken away."""
    own = server.env.get("DATABASE_URL", "")
    if not own:
        yield MovedFile(Path(server.database))
        return
    with database_proxy(own) as proxy:
        server.env["DATABASE_URL"] = proxy.url
        try:
            yield proxy
        finally:
            server.env["DATABASE_URL"] = own
