"""The worker beside the web server, as `make run` serves it."""

import json
import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable

from tests.journeys.server import Server


def _number_of_workers(server: Server) -> int:
    with urllib.request.urlopen(f"{server.url}/status.json") as answer:
        return json.load(answer)["workers"]


def _workers(server: Server) -> list[int]:
    """The process that looks after the worker, and the worker itself."""
    beside = _children(server.pid, "scripts.beside")
    return [*beside, *(worker for pid in beside for worker in _children(pid, "manage.py work"))]


def _children(parent: int, command: str) -> list[int]:
    rows = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    found = [row.split(maxsplit=2) for row in rows.splitlines()]
    return [int(pid) for pid, ppid, args in found if int(ppid) == parent and command in args]


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _until(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def test_worker_is_at_work_beside_the_site_and_says_where_mails_go(own_live: Server) -> None:
    assert _until(lambda: _number_of_workers(own_live) == 1)
    assert "Mails are written to files in" in own_live.output.read_text()


def test_worker_that_is_killed_is_started_again(own_live: Server) -> None:
    assert _until(lambda: len(_workers(own_live)) == 2)
    _, first = _workers(own_live)

    os.kill(first, signal.SIGKILL)

    assert _until(lambda: len(_workers(own_live)) == 2 and first not in _workers(own_live))


def test_stopping_the_site_stops_the_worker(own_live: Server) -> None:
    assert _until(lambda: _number_of_workers(own_live) == 1)
    workers = _workers(own_live)

    own_live.stop(signal.SIGINT)

    assert len(workers) == 2
    assert not any(map(_is_there, workers))
    assert "Traceback" not in own_live.output.read_text()


def test_site_that_is_killed_leaves_no_worker_behind(own_live: Server) -> None:
    assert _until(lambda: len(_workers(own_live)) == 2)
    workers = _workers(own_live)

    own_live.stop(signal.SIGKILL)

    assert _until(lambda: not any(map(_is_there, workers)))
