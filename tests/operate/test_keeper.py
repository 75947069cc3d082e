"""The keeper of web server and worker: each is started again when it ends, and both end with the keeper."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scripts.keeper import KEEPER_IS_GONE
from scripts.trouble import ROOT

WITHIN = 10  # seconds, as it is promised
# Stand for gunicorn and `manage.py work`: each notes its number and, as they do, ends when it is told to; the worker
# also when it has lost its parent.
WEB_SERVER = """
import os, pathlib, signal, sys, time
signal.signal(signal.SIGHUP, lambda *_: pathlib.Path(sys.argv[1], "reloaded").touch())
pathlib.Path(sys.argv[1], f"web-{os.getpid()}").touch()
time.sleep(60)
"""
WORKER = """
import os, pathlib, sys, time
pathlib.Path(sys.argv[1], f"worker-{os.getpid()}").touch()
while os.getppid() == int(sys.argv[sys.argv.index("--parent") + 1]):
    time.sleep(0.05)
"""
KILLED_AT_ONCE = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
CANNOT_START = "import sys; sys.exit(3)"
DEAF = "import pathlib, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)" + WEB_SERVER
KEEPER = """
import os, sys
from scripts import keeper

keeper.LONGEST_REST, keeper.TIME_TO_FINISH = 0.1, 1
folder, web_server, worker = sys.argv[1:]
kept = keeper.Keeper([sys.executable, "-c", web_server, folder], [sys.executable, "-c", worker, folder])
kept.heed_signals()
sys.exit(kept.run())
"""


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + WITHIN
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


class Kept:
    """A keeper with its two, and what was said."""

    def __init__(self, folder: Path, web_server: str = WEB_SERVER, worker: str = WORKER) -> None:
        self.folder = folder
        self.output = folder / "output"
        with self.output.open("w") as output:
            self.keeper = subprocess.Popen(
                [sys.executable, "-c", KEEPER, str(folder), web_server, worker],
                cwd=ROOT,
                stderr=output,
                start_new_session=True,
            )

    def numbers(self, kind: str) -> list[int]:
        """Of the processes that there have been, the oldest first."""
        files = sorted(self.folder.glob(f"{kind}-*"), key=lambda file: file.stat().st_mtime_ns)
        return [int(file.name.partition("-")[2]) for file in files]

    def one(self, kind: str) -> int:
        assert until(lambda: len(self.numbers(kind)) == 1)
        return self.numbers(kind)[0]

    def said(self) -> list[str]:
        return self.output.read_text().splitlines()

    def tethers(self) -> list[int]:
        rows = subprocess.run(["ps", "-ewwo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
        found = [row.split(maxsplit=2) for row in rows.splitlines()]
        return [int(pid) for pid, parent, args in found if int(parent) == self.keeper.pid and "tether" in args]


@pytest.fixture
def keep(tmp_path: Path) -> Iterator[Callable[..., Kept]]:
    started: list[Kept] = []

    def start(**programs: str) -> Kept:
        started.append(Kept(tmp_path, **programs))
        return started[-1]

    yield start
    for kept in started:
        kept.keeper.kill()
        kept.keeper.wait()
        for pid in filter(is_there, [*kept.numbers("web"), *kept.numbers("worker")]):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize(("kind", "name"), [("web", "web server"), ("worker", "worker")])
def test_whichever_is_killed_is_started_again_and_the_log_says_so(keep, kind, name):
    kept = keep()
    others = "worker" if kind == "web" else "web"
    first, other = kept.one(kind), kept.one(others)

    os.kill(first, signal.SIGKILL)

    assert until(lambda: len(kept.numbers(kind)) == 2)
    assert not is_there(first)
    assert kept.numbers(others) == [other]
    assert is_there(other)
    assert kept.said() == [f"The {name} was killed (SIGKILL) and is started again."]


def test_killed_keeper_ends_both_and_the_log_says_so(keep):
    kept = keep()
    both = [kept.one("web"), kept.one("worker")]

    kept.keeper.kill()

    assert until(lambda: kept.said() == [KEEPER_IS_GONE])
    assert until(lambda: not any(map(is_there, both)))


@pytest.mark.parametrize("victim", ["web", "tether"])
def test_keeper_that_is_killed_later_still_ends_the_web_server_that_it_has_then(keep, victim):
    kept = keep()
    web = kept.one("web")
    assert until(lambda: len(kept.tethers()) == 1)
    (tether,) = kept.tethers()
    os.kill(web if victim == "web" else tether, signal.SIGKILL)
    assert until(lambda: kept.tethers() not in ([], [tether]))
    web = kept.numbers("web")[-1]

    kept.keeper.kill()

    assert until(lambda: not is_there(web))
    assert kept.said()[-1] == KEEPER_IS_GONE


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_keeper_that_is_told_to_stop_ends_both_without_a_word(keep, number):
    kept = keep()
    both = [kept.one("web"), kept.one("worker")]

    kept.keeper.send_signal(number)

    assert kept.keeper.wait(WITHIN) == 0
    assert not any(map(is_there, both))
    assert kept.said() == []


def test_process_that_does_not_end_when_it_is_told_to_is_killed(keep):
    kept = keep(web_server=DEAF)
    web = kept.one("web")

    kept.keeper.terminate()

    assert kept.keeper.wait(WITHIN) == 0
    assert not is_there(web)


def test_web_server_that_cannot_start_ends_the_whole_with_its_own_status_and_its_own_words(keep):
    kept = keep(web_server=CANNOT_START)

    assert kept.keeper.wait(WITHIN) == 3
    assert kept.said() == []


def test_web_server_that_ends_again_and_again_ends_the_whole_loudly(keep):
    kept = keep(web_server=KILLED_AT_ONCE)

    assert kept.keeper.wait(WITHIN) == 1
    *before, last = kept.said()
    assert before == ["The web server was killed (SIGKILL) and is started again."] * 5
    assert last.startswith("The web server was killed (SIGKILL), 6 times within a minute: the site ends.")
    assert not any(map(is_there, kept.numbers("worker")))


def test_worker_that_ends_again_and_again_stops_no_page_and_the_log_says_that_mails_wait(keep):
    kept = keep(worker=CANNOT_START)

    assert until(lambda: any("mails wait until that is mended" in line for line in kept.said()))
    assert is_there(kept.one("web"))
    assert kept.said()[0] == "The worker has ended by itself (status 3) and is started again."


def test_reload_goes_on_to_the_web_server_and_begins_the_worker_anew(keep):
    kept = keep()
    web, worker = kept.one("web"), kept.one("worker")

    kept.keeper.send_signal(signal.SIGHUP)

    assert until(lambda: (kept.folder / "reloaded").exists() and len(kept.numbers("worker")) == 2)
    assert (is_there(web), is_there(worker)) == (True, False)
