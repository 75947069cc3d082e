"""The worker beside the web server: started again when it ends, and gone when the web server is gone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.trouble import ROOT

# Stands for `manage.py work`: notes its number, and ends when it is told to.
WORKER = "import os, pathlib, time; pathlib.Path({folder!r}, str(os.getpid())).touch(); time.sleep(60)"
# Stands for gunicorn: starts what stands between it and the worker, as scripts/serving.py does.
WEB_SERVER = """
import os, subprocess, sys
subprocess.Popen([sys.executable, "-m", "scripts.beside", str(os.getpid()), *sys.argv[1:]]).wait()
"""


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def parent_of(pid: int) -> int:
    return int(subprocess.run(["ps", "-o", "ppid=", "-p", str(pid)], capture_output=True, check=True).stdout)


def until(is_so) -> bool:
    deadline = time.monotonic() + 15
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def web_server(tmp_path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", WORKER.format(folder=str(tmp_path))]
    process = subprocess.Popen([sys.executable, "-c", WEB_SERVER, *command], cwd=ROOT, start_new_session=True)
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def workers(folder: Path) -> list[int]:
    return sorted(int(file.name) for file in folder.iterdir())


def test_worker_that_ends_is_started_again(web_server, tmp_path):
    assert until(lambda: len(workers(tmp_path)) == 1)
    (first,) = workers(tmp_path)

    os.kill(first, signal.SIGKILL)

    assert until(lambda: len(workers(tmp_path)) == 2)
    assert not is_there(first)


def test_worker_ends_when_the_web_server_is_killed(web_server, tmp_path):
    assert until(lambda: len(workers(tmp_path)) == 1)
    (worker,) = workers(tmp_path)

    web_server.kill()

    assert until(lambda: not is_there(worker))


def test_worker_ends_when_what_looks_after_it_is_told_to(web_server, tmp_path):
    assert until(lambda: len(workers(tmp_path)) == 1)
    (worker,) = workers(tmp_path)

    os.kill(parent_of(worker), signal.SIGTERM)

    assert until(lambda: not is_there(worker))
    assert web_server.wait(15) == 0
