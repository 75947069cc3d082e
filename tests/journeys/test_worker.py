"""Web server, worker and their keeper, as `make run` serves them: whichever is killed, no mail waits in silence."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

import pytest

from scripts.keeper import KEEPER_IS_GONE
from tests.journeys.server import SECONDS_TO_START, Server

WITHIN = 10  # seconds until a killed process is there again, as it is promised
POST = """
from kb.outbox.actions import post
from kb.outbox.message import Mail
post(mail=Mail(to="desk@example.org", subject="{0}", text="{0}"), room="tests", key="1", purpose="desk")
"""
WEB_SERVER, WORKER = "scripts.serving", "manage.py work"


def _number_of_workers(server: Server) -> int:
    try:
        answer = urllib.request.urlopen(f"{server.url}/status.json")
    except HTTPError as error:  # 503 while something needs a person: so it does until a worker has begun
        answer = error
    with answer:
        return json.load(answer)["workers"]


def _children(server: Server, command: str) -> list[int]:
    rows = subprocess.run(["ps", "-ewwo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    found = [row.split(maxsplit=2) for row in rows.splitlines()]
    return [int(pid) for pid, parent, args in found if int(parent) == server.pid and command in args]


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _is_served(server: Server) -> bool:
    try:
        with urllib.request.urlopen(f"{server.url}/healthz", timeout=2) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False


def _until(is_so: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _leaves(server: Server, name: str) -> bool:
    """Whether a mail that is posted now is sent; here mails are written to files."""
    server.manage("shell", "-v", "0", "-c", POST.format(name))
    return _until(lambda: any(name in file.read_text() for file in Path(server.folder).glob("mail/*.eml")))


@pytest.fixture
def kept(own_live: Server) -> Server:
    """With both at work."""
    assert _until(lambda: _number_of_workers(own_live) == 1)
    return own_live


def test_worker_is_at_work_beside_the_site_and_says_where_mails_go(kept: Server) -> None:
    assert "Mails are written to files in" in kept.output.read_text()
    assert _leaves(kept, "As ever")


@pytest.mark.parametrize(("command", "name"), [(WORKER, "worker"), (WEB_SERVER, "web server")])
def test_whichever_is_killed_is_there_again_within_ten_seconds_and_mails_leave(
    kept: Server, command: str, name: str
) -> None:
    (first,) = _children(kept, command)

    os.kill(first, signal.SIGKILL)

    assert _until(lambda: _children(kept, command) not in ([], [first]), WITHIN)
    assert _until(lambda: _is_served(kept), SECONDS_TO_START)
    assert f"The {name} was killed (SIGKILL) and is started again." in kept.output.read_text()
    assert _leaves(kept, f"After the end of the {name}")


def test_killed_web_server_is_there_again_beside_clients_that_dawdle(own_live: Server) -> None:
    """What it was answering goes on, and may not keep the address from the next."""
    (first,) = _children(own_live, WEB_SERVER)
    with ExitStack() as stack:
        for _ in range(20):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", urlsplit(own_live.url).port or 0)))
            slow.sendall(b"GET / HTTP/1.1\r\nHost: 127")
        time.sleep(1)

        os.kill(first, signal.SIGKILL)

        assert _until(lambda: _children(own_live, WEB_SERVER) not in ([], [first]), WITHIN)
        assert _until(lambda: "is on http" in own_live.output.read_text().partition("is started again")[2])
    assert "in use" not in own_live.output.read_text()


def test_killed_keeper_leaves_nothing_behind_and_says_so(kept: Server) -> None:
    both = _children(kept, WEB_SERVER) + _children(kept, WORKER)

    kept.stop(signal.SIGKILL)

    assert len(both) == 2
    assert _until(lambda: not any(map(_is_there, both)))
    assert not _is_served(kept)
    assert KEEPER_IS_GONE in kept.output.read_text()


def test_stopping_the_site_stops_the_worker(kept: Server) -> None:
    both = _children(kept, WEB_SERVER) + _children(kept, WORKER)

    kept.stop(signal.SIGINT)

    assert len(both) == 2
    assert not any(map(_is_there, both))
    assert "Traceback" not in kept.output.read_text()


def test_gunicorn_started_by_itself_is_kept_and_has_a_worker(own_live: Server) -> None:
    """As units of before the keeper start it."""
    own_live.stop()
    own_live.command = ["-m", "gunicorn", "--config", "python:scripts.serving", "kb.wsgi"]

    own_live.start()

    assert _until(lambda: len(_children(own_live, WEB_SERVER) + _children(own_live, WORKER)) == 2)
    assert _leaves(own_live, "Started by itself")
