"""Slow clients: they stop nobody, they keep no connection of the database, and they are ended."""

import asyncio
import http.client
import io
import os
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from gunicorn.http.wsgi import FileWrapper

from bench.attack import slow
from bench.attack.target import Bounds, Target, Visitor
from kb.lib import env
from scripts import patience
from scripts.patience import ANSWERING, WholeAnswer
from tests.journeys.conftest import unused_port
from tests.journeys.server import Server
from tests.prepared import Databases, Kind

EACH = 200
WEB_PROCESSES = 2
LARGE = "/static/large.txt"  # so that no buffer of the machine holds all that a slow reader asks for
LONGEST = 5.0  # a page takes some milliseconds; a machine on which all tests run may take longer


def served(
    folder: Path, databases: Databases, command: list[str] | None = None, content: Kind = Kind.MIGRATED
) -> Iterator[Server]:
    server = Server(folder, unused_port())
    server.env |= {"HASHED_STATIC_FILES": "false", "WORKER_BESIDE": "false"}
    server.command = command or server.command
    (folder / "static").mkdir()
    (folder / LARGE[1:]).write_text("a" * 200_000)
    databases.copy(content, server.database)
    try:
        server.start()
        yield server
    finally:
        server.clear_away()


@pytest.fixture(scope="module")
def server(tmp_path_factory, databases) -> Iterator[Server]:
    yield from served(tmp_path_factory.mktemp("patient"), databases)


@pytest.fixture(scope="module")
def hasty(tmp_path_factory, databases) -> Iterator[Server]:
    command = ["-m", "gunicorn", "--config", "python:tests.operate.hasty_serving", "kb.wsgi"]
    yield from served(tmp_path_factory.mktemp("hasty"), databases, command)


def of_the_server(server: Server) -> list[int]:
    """The numbers of its processes."""
    groups = {int(path.name): path for path in Path("/proc").iterdir() if path.name.isdigit()}
    found = []
    for pid in groups:
        with suppress(OSError):
            if os.getpgid(pid) == server.pid or os.getsid(pid) == server.pid:
                found.append(pid)
    return found


def connections_of(server: Server) -> int:
    """How many connections to its database are open."""
    if "DATABASE_URL" in server.env:
        question = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        with psycopg.connect(server.env["DATABASE_URL"]) as connection:
            row = connection.execute(question, [server.database]).fetchone()
            return int(row[0]) if row else 0
    files = [file for pid in of_the_server(server) for file in Path(f"/proc/{pid}/fd").iterdir()]
    return sum(os.path.realpath(file) == os.path.realpath(server.database) for file in files)


def beside_slow_clients[T](server: Server, number: int, kinds: tuple[str, ...], work) -> T:
    """What `work` answers while so many of each kind are there."""

    async def all_at_once() -> T:
        target = Target.of(server.url)
        clients = [asyncio.create_task(slow.KINDS[kind](target, LARGE)) for kind in kinds for _ in range(number)]
        try:
            await asyncio.sleep(1.5)
            return await work(target)
        finally:
            for client in clients:
                client.cancel()
            await asyncio.gather(*clients, return_exceptions=True)

    return asyncio.run(all_at_once())


async def pages_one_after_another(target: Target) -> list[tuple[int, bool]]:
    """The status of each, and whether it came in time."""
    found = []
    for path in ("/", "/codes/", "/articles/", "/livez", "/"):
        began = time.monotonic()
        answer = await Visitor(target, within=LONGEST).get(path)
        found.append((answer.status, time.monotonic() - began < LONGEST))
    return found


def test_two_hundred_slow_clients_of_each_kind_stop_nobody(server):
    found = beside_slow_clients(server, EACH, tuple(slow.KINDS), pages_one_after_another)

    assert {status for status, _ in found} <= {200, 302, 404}
    assert all(in_time for _, in_time in found)


@pytest.mark.wide
def test_pages_stay_under_a_second_whatever_kind_they_are(tmp_path_factory, databases):
    for shipped in served(tmp_path_factory.mktemp("shipped"), databases, content=Kind.SHIPPED):
        outcome = asyncio.run(slow.attack(Target.of(shipped.url), Bounds(EACH, 24), None))

        assert [*outcome.waits] == [*slow.KINDS, "headers + bodies + readers"]
        for waits in outcome.waits.values():
            assert waits.failed == 0
            assert waits.p95() < 1


@pytest.mark.databases
def test_those_who_wait_keep_no_connection_of_the_database(server):
    async def many_at_once(target: Target) -> int:
        answers = await asyncio.gather(*(Visitor(target).get("/search/?q=card") for _ in range(100)))
        assert {answer.status for answer in answers} == {200}, server.output.read_text()[-4000:]
        return connections_of(server)

    open_now = beside_slow_clients(server, EACH, ("readers", "bodies"), many_at_once)

    # One more in each process: that of the checks at the start.
    assert 0 < open_now <= WEB_PROCESSES * (ANSWERING + 1)


def test_each_thread_that_answers_may_have_a_connection():
    assert env.CONNECTIONS >= ANSWERING


def ended(
    server: Server, said: bytes, *, then: bytes = b"", every: float = 0.5, until: bytes = b"\0"
) -> tuple[bytes, float]:
    """What came back before the site closed the connection, and after how many seconds; `then` is sent meanwhile."""

    async def told() -> tuple[bytes, float]:
        target = Target.of(server.url)
        reader, writer = await asyncio.open_connection(target.host, target.port)
        writer.write(said)
        began, came = time.monotonic(), b""
        while time.monotonic() < began + 15:
            with suppress(TimeoutError):
                try:
                    piece = await asyncio.wait_for(reader.read(1000), every)
                except ConnectionError:
                    break
                if not piece:
                    break
                came += piece
                if until in came:
                    break
            with suppress(OSError):
                writer.write(then)
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        return came, time.monotonic() - began

    return asyncio.run(told())


FORM = b"POST /search/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"


def test_a_body_that_is_not_whole_in_time_is_ended_with_words(hasty):
    came, seconds = ended(hasty, FORM + b"Content-Length: 1000\r\n\r\nq=", then=b"a")

    assert came.startswith(b"HTTP/1.1 408 ")
    assert b"did not arrive whole" in came
    assert 1.5 < seconds < 10


def test_so_are_headers(hasty):
    came, seconds = ended(hasty, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ", then=b"a")

    assert came == b""
    assert 1.5 < seconds < 10


def test_who_takes_an_answer_too_slowly_is_ended(hasty):
    """Its own buffers hold more than it reads here, so the site's log says that it is not waited for any more."""

    async def is_sent_away(target: Target) -> bool:
        before = hasty.output.read_text().count("sent away")
        for _ in range(100):
            await asyncio.sleep(0.1)
            if hasty.output.read_text().count("sent away") > before:
                return True
        return False

    assert beside_slow_clients(hasty, 1, ("readers",), is_sent_away)


def test_a_form_that_takes_its_time_and_is_whole_is_answered(hasty):
    async def sent() -> bytes:
        target = Target.of(hasty.url)
        reader, writer = await asyncio.open_connection(target.host, target.port)
        for piece in (FORM + b"Connection: close\r\n", b"Content-Length: 9\r\n\r\n", b"q=kb", b"-0001"):
            writer.write(piece)
            await asyncio.sleep(0.3)
        came = await reader.read()
        writer.close()
        await writer.wait_closed()
        return came

    assert asyncio.run(sent()).startswith(b"HTTP/1.1 303 ")


def test_who_dawdles_longest_makes_room_where_every_thread_is_taken(hasty):
    found = beside_slow_clients(hasty, 60, ("bodies",), pages_one_after_another)

    assert all(in_time for _, in_time in found)
    assert "slow clients were sent away" in hasty.output.read_text()


def test_one_connection_takes_pages_validators_and_heads_one_after_another(server):
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc)

    def ask(method: str, **headers: str) -> tuple[int, int, str]:
        connection.request(method, "/", headers=headers)
        answer = connection.getresponse()
        return answer.status, len(answer.read()), answer.headers["ETag"]

    status, size, etag = ask("GET")
    first = connection.sock
    assert (status, size > 1000) == (200, True)
    assert ask("GET", **{"If-None-Match": etag})[:2] == (304, 0)
    assert ask("HEAD")[:2] == (200, 0)
    assert ask("GET") == (200, size, etag)
    assert connection.sock is first
    connection.close()


def test_an_answer_of_any_length_arrives_whole():
    for pieces in ([], [b"a"], [b"a" * 400_000, b"b" * 400_000, b"c"]):
        answer = WholeAnswer()
        for piece in pieces:
            answer.add(piece)

        assert b"".join(answer) == b"".join(pieces)
        assert (answer.size, answer.file is not None) == (len(b"".join(pieces)), len(pieces) == 3)
        answer.close()


def test_what_was_sent_is_found_whole_by_the_page(server):
    """Over a megabyte, so it goes by a file."""
    data = b"q=" + b"card+" * 300_000
    request = urllib.request.Request(f"{server.url}/search/", data=data)

    with pytest.raises(urllib.error.HTTPError) as answered:
        urllib.request.build_opener(NoRedirect).open(request, timeout=20)

    assert answered.value.status == 303
    answered.value.close()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *given):
        return None


def test_a_file_is_sent_by_the_system_and_what_is_read_elsewhere_is_read_first(tmp_path):
    """Static files cost a slow reader's thread nothing; nothing is read from the database while somebody waits."""
    (tmp_path / "file").write_bytes(b"a" * 1000)

    def application(file):
        def answer(environ, start_response):
            start_response("200 OK", [("Content-Length", "1000")])
            return FileWrapper(file)

        return answer

    with (tmp_path / "file").open("rb") as file:
        sent = patience._answered(application(file), {})
        assert (sent.ready.filelike, sent.size, sent.pieces) == (file, 1000, [])
    read = patience._answered(application(io.BytesIO(b"b" * 1000)), {})
    assert (read.ready, read.size, b"".join(read)) == (None, 1000, b"b" * 1000)
