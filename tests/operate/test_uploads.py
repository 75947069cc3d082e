"""Far too large a form, sent over a real connection to the site as `make run` serves it."""

import http.client
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kb.lib.bodies import THROWN_AWAY
from scripts.patience import LINGER_BYTES
from tests.journeys.server import Server
from tests.lib.test_bodies import BOUNDARY, REPORT, box
from tests.operate.test_slow_clients import of_the_server, served

MILLION = 1_000_000
PIECE = b"x" * 100_000
KIND = f"multipart/form-data; boundary={BOUNDARY}"
READ_AT_MOST = REPORT * (1 + THROWN_AWAY)
# What the machine takes for a connection without anybody reading it: the most that its two ends may keep.
BUFFERS = sum(int(Path(f"/proc/sys/net/ipv4/tcp_{end}mem").read_text().split()[2]) for end in "rw")


@pytest.fixture(scope="module")
def server(tmp_path_factory, databases) -> Iterator[Server]:
    yield from served(tmp_path_factory.mktemp("uploads"), databases)


def parts(files: int, size: int) -> Iterator[bytes]:
    """A report with so many screenshots, written as a browser writes it: words before them and after."""
    yield box("text", "Typed before the files")
    for number in range(files):
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="screenshots"; filename="{number}.png"\r\n\r\n'
        yield head.encode()
        for _ in range(size // len(PIECE)):
            yield PIECE
        yield b"\r\n"
    yield box("software", "Typed after the files")
    yield f"--{BOUNDARY}--\r\n".encode()


class Sent:
    """Sent with its length or in chunks, by a client that reads its answer only when all is sent or cannot be sent."""

    def __init__(self, server: Server, files: int, size: int, *, is_chunked: bool) -> None:
        address = urlsplit(server.url)
        length = sum(len(part) for part in parts(files, size))
        how = "Transfer-Encoding: chunked" if is_chunked else f"Content-Length: {length}"
        self.number = 0
        with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
            head = f"POST /report/ HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: {KIND}\r\n{how}\r\n\r\n"
            with suppress(ConnectionError):
                connection.sendall(head.encode())
                for part in parts(files, size):
                    connection.sendall(b"%x\r\n%b\r\n" % (len(part), part) if is_chunked else part)
                    self.number += len(part)
                connection.sendall(b"0\r\n\r\n" if is_chunked else b"")
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            self.status, self.page = answer.status, answer.read().decode()


class Watch:
    """The most memory and room on disk that the processes of the server took meanwhile, beyond what they had."""

    def __init__(self, server: Server) -> None:
        self._pids = of_the_server(server)
        self._begins = self._memory()
        self.memory = self.disk = 0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._is_over.wait(0.02):
            self.memory = max(self.memory, self._memory() - self._begins)
            self.disk = max(self.disk, self._disk())

    def _memory(self) -> int:
        status = (Path(f"/proc/{pid}/status").read_text() for pid in self._pids)
        return sum(int(found[1]) * 1024 for text in status if (found := re.search(r"VmRSS:\s+(\d+)", text)))

    def _disk(self) -> int:
        """Of files without a name."""
        total = 0
        for pid in self._pids:
            for file in Path(f"/proc/{pid}/fd").iterdir():
                with suppress(OSError):
                    total += file.stat().st_size if str(file.readlink()).endswith("(deleted)") else 0
        return total


@pytest.mark.parametrize("is_chunked", [False, True], ids=["length", "chunked"])
def test_five_screenshots_of_20_mb_give_the_form_with_the_words(server, is_chunked):
    sent = Sent(server, 5, 20 * MILLION, is_chunked=is_chunked)

    assert sent.status == 413
    assert "Your screenshots are too large together" in sent.page
    assert "Typed before the files" in sent.page
    assert "Typed after the files" in sent.page


@pytest.mark.parametrize("is_chunked", [False, True], ids=["length", "chunked"])
def test_400_mb_are_neither_taken_nor_held_and_the_answer_is_seen(server, is_chunked):
    with Watch(server) as watch:
        sent = Sent(server, 5, 80 * MILLION, is_chunked=is_chunked)

    assert sent.status == 413
    assert "Typed before the files" in sent.page
    assert sent.number < READ_AT_MOST + LINGER_BYTES + BUFFERS
    assert watch.memory < 20 * MILLION
    assert watch.disk < REPORT + MILLION if is_chunked else watch.disk < MILLION


@pytest.mark.parametrize("length", ["9" * 11, "9" * 18, "9" * 400])
@pytest.mark.parametrize("path", ["/report/", "/search/"])
def test_an_absurd_length_is_refused_at_once_though_nothing_comes(server, path, length):
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
        began = time.monotonic()
        head = f"POST {path} HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: {KIND}\r\n"
        connection.sendall(f"{head}Content-Length: {length}\r\n\r\n".encode())
        answer = http.client.HTTPResponse(connection)
        answer.begin()

    assert answer.status == 413
    assert time.monotonic() - began < 10  # and not the minute that a request may take


def test_a_form_without_files_is_read_no_further_than_a_few_million_bytes(server):
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
        kind = "application/x-www-form-urlencoded"
        head = f"POST /search/ HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: {kind}\r\n"
        connection.sendall(f"{head}Content-Length: {100 * MILLION}\r\n\r\nq=".encode())
        number, began = 0, time.monotonic()
        with suppress(ConnectionError):
            while number < 100 * MILLION:
                number += connection.send(PIECE)
        answer = http.client.HTTPResponse(connection)
        answer.begin()

    assert answer.status == 413
    assert number < 8 * MILLION + LINGER_BYTES + BUFFERS
    assert time.monotonic() - began < 20
