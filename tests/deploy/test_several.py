"""Several machines behind one nginx with the sample: what one of them cannot do, another does."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.deploy.proxy import NGINX, Proxy
from tests.journeys.conftest import unused_port

pytestmark = pytest.mark.skipif(not NGINX, reason="nginx is not installed; .ci/run brings it in")


class Machine(ThreadingHTTPServer):
    """One that answers always the same."""

    def __init__(self, status: int, says: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.status, self.says = status, says
        self.asked: list[str] = []

    def __enter__(self) -> "Machine":
        Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.shutdown()
        self.server_close()


class Answering(BaseHTTPRequestHandler):
    server: Machine

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append(self.command)
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.says)))
        self.end_headers()
        self.wfile.write(self.server.says)

    do_POST = do_GET  # noqa: N815 - the names of the library

    def log_message(self, *said: object) -> None:
        pass


@pytest.fixture
def folder() -> Iterator[Path]:
    made = tempfile.mkdtemp(prefix="kb-nginx-")
    os.chmod(made, 0o755)
    yield Path(made)
    shutil.rmtree(made)


@pytest.fixture
def silent() -> Iterator[int]:
    """A machine that vanished from the network: whoever knocks hears nothing, not even a refusal."""
    with ExitStack() as held:
        server = held.enter_context(socket.socket())
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for _ in range(4):  # no more fit into its queue
            one = held.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(server.getsockname())
        yield server.getsockname()[1]


def before(folder: Path, first: int, *others: int) -> Proxy:
    return Proxy(folder, site=first, others=others, ports=(unused_port(), unused_port()), static=folder)


def test_machines_that_are_gone_cost_nobody_a_page(folder, silent):
    with Machine(200, b"a page") as well, before(folder, silent, unused_port(), well.server_port) as proxy:
        pages = [proxy.ask("GET", "/")[0::2] for _ in range(5)]
        form = proxy.ask("POST", "/report/", b"text=words")[0::2]

    assert pages == [(200, b"a page")] * 5
    assert form == (200, b"a page")
    assert well.asked.count("POST") == 1


def test_page_that_one_machine_cannot_give_comes_from_another(folder):
    with (
        Machine(503, b"no database here") as ill,
        Machine(200, b"a page") as well,
        before(folder, ill.server_port, well.server_port) as proxy,
    ):
        assert [proxy.ask("GET", "/")[0::2] for _ in range(4)] == [(200, b"a page")] * 4
        posted = [proxy.ask("POST", "/sign-in/", b"name=x")[0] for _ in range(4)]

    # A form is for one machine, and what it says of it is shown: it keeps what was typed.
    assert sorted(posted) == [200, 200, 503, 503]
    assert ill.asked.count("POST") == 2


def test_while_all_machines_are_ill_they_go_on_being_asked_and_say_it_themselves(folder):
    with (
        Machine(503, b"in our words") as one,
        Machine(503, b"in our words") as other,
        before(folder, one.server_port, other.server_port) as proxy,
    ):
        ill = [proxy.ask("GET", "/")[0::2] for _ in range(5)]
        other.status, other.says = 200, b"kept"
        kept = [proxy.ask("GET", "/")[0::2] for _ in range(3)]

    assert ill == [(503, b"in our words")] * 5
    assert kept == [(200, b"kept")] * 3
