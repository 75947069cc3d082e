"""The keeper of web server and worker: each is started again when it ends, and both end with the keeper."""

import fcntl
import os
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.keeper import ENDED_BY_HANGUP, KEEPER_IS_GONE, REFUSED, TERMINAL_IS_CLOSED
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
# Shows that it goes on, until it is stopped as a debugger or a fault would stop it.
SHOWS_LIFE = WORKER.replace(
    "    time.sleep(0.05)", '    time.sleep(0.05)\n    os.write(int(sys.argv[sys.argv.index("--pulse") + 1]), b".")'
)
KILLED_AT_ONCE = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
CANNOT_START = "import sys; sys.exit(3)"
DEAF = "import pathlib, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)" + WEB_SERVER
KEEPER = """
import os, sys
from scripts import keeper

folder, web_server, worker, still, rest = sys.argv[1:]
keeper.TIME_TO_FINISH, keeper.STANDS_STILL_AFTER, keeper.LONGEST_REST = 1, float(still), float(rest)
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

    def __init__(
        self,
        folder: Path,
        web_server: str = WEB_SERVER,
        worker: str = WORKER,
        *,
        still: float = 60,
        rest: float = 0.1,
        **how: Any,
    ) -> None:
        self.folder = folder
        self.output = folder / "output"
        with self.output.open("w") as output:
            self.keeper = subprocess.Popen(
                [sys.executable, "-c", KEEPER, str(folder), web_server, worker, str(still), str(rest)],
                cwd=ROOT,
                **{"stderr": output, "start_new_session": True} | how,
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

    def start(**given: Any) -> Kept:
        started.append(Kept(tmp_path, **given))
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
    assert until(lambda: kept.said()[-1] == KEEPER_IS_GONE)  # it is said after the web server was told


def test_keeper_that_is_killed_while_the_web_server_rests_is_told_of_too(keep):
    kept = keep(rest=30)
    web, worker = kept.one("web"), kept.one("worker")
    os.kill(web, signal.SIGKILL)
    assert until(lambda: len(kept.said()) == 1)

    kept.keeper.kill()

    assert until(lambda: kept.said()[-1] == KEEPER_IS_GONE)
    assert until(lambda: not is_there(worker))
    assert kept.numbers("web") == [web]


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


def test_web_server_that_refuses_its_set_up_later_ends_the_whole_too(keep):
    """As after a reload: the same words six times would help nobody."""
    waits = f"""
import os, pathlib, sys, time
pathlib.Path(sys.argv[1], f"web-{{os.getpid()}}").touch()
time.sleep(60 if len(list(pathlib.Path(sys.argv[1]).glob("web-*"))) == 1 else 0)
sys.exit({REFUSED})
"""
    kept = keep(web_server=waits)
    os.kill(kept.one("web"), signal.SIGKILL)

    assert kept.keeper.wait(WITHIN) == REFUSED
    assert len(kept.said()) == 1  # of the first


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


def test_worker_that_stands_still_is_killed_and_started_again(keep):
    kept = keep(worker=SHOWS_LIFE, still=2)
    worker = kept.one("worker")
    time.sleep(3)
    assert kept.numbers("worker") == [worker]  # one that goes on is left alone

    os.kill(worker, signal.SIGSTOP)

    assert until(lambda: len(kept.numbers("worker")) == 2)
    assert not is_there(worker)
    still, again = kept.said()[:2]
    assert still.startswith("The worker has stood still for ")
    assert again == "The worker was killed (SIGKILL) and is started again."


# --- The terminal in which it runs -----------------------------------------------------------------------------------


class Terminal:
    """One of its own for the keeper; `close` is what happens when its window is closed or the line breaks."""

    def __init__(self) -> None:
        self.ours, self.theirs = os.openpty()

    def start(self) -> None:
        os.setsid()
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the tests may do so under nohup
        fcntl.ioctl(self.theirs, termios.TIOCSCTTY, 0)

    def start_under_nohup(self) -> None:
        self.start()
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def close(self) -> None:
        os.close(self.theirs)
        os.close(self.ours)


@pytest.fixture
def terminal() -> Terminal:
    return Terminal()


def test_closed_terminal_ends_both_and_says_so(keep, terminal):
    kept = keep(start_new_session=False, preexec_fn=terminal.start)
    both = [kept.one("web"), kept.one("worker")]

    terminal.close()

    assert kept.keeper.wait(WITHIN) == ENDED_BY_HANGUP
    assert not any(map(is_there, both))
    assert kept.said() == [TERMINAL_IS_CLOSED]


def test_nor_does_anything_go_on_alone_where_the_words_went_to_that_terminal(keep, terminal):
    kept = keep(start_new_session=False, preexec_fn=terminal.start, stdout=terminal.theirs, stderr=terminal.theirs)
    both = [kept.one("web"), kept.one("worker")]

    terminal.close()

    assert kept.keeper.wait(WITHIN) == ENDED_BY_HANGUP
    assert not any(map(is_there, both))


def test_under_nohup_all_goes_on_when_the_terminal_is_closed(keep, terminal):
    kept = keep(start_new_session=False, preexec_fn=terminal.start_under_nohup)
    web, worker = kept.one("web"), kept.one("worker")

    terminal.close()

    assert until(lambda: len(kept.numbers("worker")) == 2)  # taken for a reload, which begins the worker anew
    os.kill(kept.numbers("worker")[-1], signal.SIGKILL)
    assert until(lambda: len(kept.numbers("worker")) == 3)
    assert (kept.keeper.poll(), is_there(web), is_there(worker)) == (None, True, False)


def test_keeper_whose_words_nobody_reads_goes_on(keep):
    """And what it starts from then on can write."""
    read_by, written_by = os.pipe()
    talks = f"import sys; print('at work', file=sys.stderr, flush=True){WORKER}"
    kept = keep(worker=talks, stderr=written_by)
    os.close(written_by)
    worker = kept.one("worker")
    os.close(read_by)

    os.kill(worker, signal.SIGKILL)

    assert until(lambda: len(kept.numbers("worker")) == 2)
    assert kept.keeper.poll() is None
