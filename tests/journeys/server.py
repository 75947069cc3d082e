"""A knowledge base of its own, served as `make run` serves it: database, files, processes, access log."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.parse import urlsplit

from scripts import database
from scripts.run import KEEPER
from scripts.trouble import ROOT

SECONDS_TO_START = 180  # a machine that is shared may stand still for a minute
SECONDS_TO_STOP = 30
_LOGGED = re.compile(r"^\[[^]]+\] (?P<status>\d{3}) (?P<method>[A-Z]+) (?P<path>\S+) ")
# What tests/environment.py sets for the tests themselves; the site here runs as it does for people.
_NOT_FOR_THE_SITE = {"FAST_PASSWORD_HASHER", "HASHED_STATIC_FILES", "DJANGO_ALLOW_ASYNC_UNSAFE"}


class Logged(NamedTuple):
    """One line of the access log."""

    status: int
    method: str
    path: str


def wait_until(is_so: Callable[[], bool], what_was_said: Callable[[], str]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while not is_so():
        assert time.monotonic() < deadline, f"The server did not start: {what_was_said()}"
        time.sleep(0.1)


def is_running(group: int) -> bool:
    """Whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


class Server:
    """Started by `start`, ended by `stop`. The port is given, the folder is the server's own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.database = str(folder / "kb.sqlite3")  # or its name, on PostgreSQL
        self.url = f"http://127.0.0.1:{port}"
        self.access_log = folder / "access.log"
        self.output = folder / "output.log"
        self.command = KEEPER[1:]
        self.env = {key: value for key, value in os.environ.items() if key not in _NOT_FOR_THE_SITE}
        self.env |= {
            "VAR_DIR": str(folder),
            "STATIC_ROOT": str(folder / "static"),
            "SITE_URL": self.url,
            "PORT": str(port),
        }
        address = os.environ.get("DATABASE_URL", "")
        if address.startswith("postgres"):
            self.database = f"kb_journey_{os.getpid()}_{port}"
            self.env["DATABASE_URL"] = urlsplit(address)._replace(path=f"/{self.database}").geturl()
        self._process: subprocess.Popen[bytes] | None = None

    def manage(self, *command: str, said: str = "") -> str:
        """A management command in another process, as an operator runs it; answers what it wrote."""
        return self.run("manage.py", *command, said=said)

    def run(self, *command: str, said: str = "") -> str:
        """A Python program with the settings of this server."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.env,
            input=said,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(command)} failed: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self, *, health: str = "/healthz") -> None:
        """Done when `health` says so; `/livez` does without a database."""
        self.spawn()
        wait_until(lambda: self._is_healthy(health), self.output.read_text)

    def spawn(self) -> None:
        """Without waiting until it serves."""
        with self.output.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, *self.command, "--access-logfile", str(self.access_log)],
                cwd=ROOT,
                env=self.env,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def wait(self, seconds: float) -> int:
        """Until it has ended; answers its exit status."""
        assert self._process
        return self._process.wait(seconds)

    def _is_healthy(self, health: str) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}{health}", timeout=5) as answer:
                return answer.status == 200
        except (URLError, OSError):
            return False

    def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        """Ends the server as an operator does; answers its exit status."""
        assert self._process
        self._process.send_signal(by)
        try:
            return self._process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            raise

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def is_running(self) -> bool:
        """Whether any process of the server, a worker included, is left."""
        return bool(self._process) and is_running(self._process.pid)

    def clear_away(self) -> None:
        if self._process and self.is_running():
            # How it ends in good order is a journey of its own; here nobody waits for it. Its worker sees that it is
            # gone, and ends.
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if "DATABASE_URL" in self.env:
            database.drop(self.env["DATABASE_URL"])

    def logged(self) -> list[Logged]:
        """Every request so far: a test notes the length before and looks at what came after."""
        if not self.access_log.exists():
            return []
        lines = map(_LOGGED.match, self.access_log.read_text().splitlines())
        return [Logged(int(line["status"]), line["method"], line["path"]) for line in lines if line]

    def statuses(self, path: str, *, since: int = 0) -> list[int]:
        """With what `path` was answered after the first `since` requests. The log is written just after the answer."""
        deadline = time.monotonic() + 2
        while True:
            found = [line.status for line in self.logged()[since:] if line.path == path]
            if found or time.monotonic() > deadline:
                return found
            time.sleep(0.02)
