"""What a unit of systemd does: the keeper is started again whenever it ends. Somebody kills it, and its web server."""

import os
import random
import signal
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from urllib.parse import urlsplit

from tests.killed.site import Site

KEEPER, WEB_SERVER = "the keeper", "gunicorn's own process"
SENT_BETWEEN_KILLS = 50
REST_BEFORE_NEXT = 1.0
PATIENCE = 120.0


class Unit:
    def __init__(self, site: Site) -> None:
        self.server = site.server
        self.killed: Counter[str] = Counter()
        self.is_over = Event()
        self._counting, self._sent = Lock(), 0
        self._lot = random.Random()  # noqa: S311 - nothing is guarded by it

    def keep(self) -> None:
        while not self.is_over.is_set():
            with suppress(subprocess.TimeoutExpired):
                self.server.wait(0.2)
                self.is_over.wait(REST_BEFORE_NEXT)
                if not self.is_over.is_set():
                    self.server.spawn()

    def note_sent(self) -> None:
        """Somebody dies each time that so many reports were sent: by the clock, a slow machine would never be up."""
        with self._counting:
            self._sent += 1
            is_due = self._sent % SENT_BETWEEN_KILLS == 0
        if is_due:
            self._kill()

    def _kill(self) -> None:
        whom = self._lot.choice([KEEPER, KEEPER, WEB_SERVER])
        pid = self.server.pid if whom == KEEPER else self._web_server()
        if pid:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                self.killed[whom] += 1

    def _web_server(self) -> int | None:
        asked = ["/bin/ps", "-ewwo", "pid=,ppid=,args="]
        rows = subprocess.run(asked, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own
        for pid, parent, args in (row.split(maxsplit=2) for row in rows.splitlines()):
            if int(parent) == self.server.pid and "gunicorn" in args:
                return int(pid)
        return None

    def wait_until_up(self) -> None:
        """Whoever finds nothing at the address tries again; that is no report that was sent."""
        address, deadline = urlsplit(self.server.url), time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection((address.hostname or "", address.port or 0), 2):
                return
            time.sleep(0.2)


@contextmanager
def unit(site: Site) -> Iterator[Unit]:
    """Until the block is over; then nothing of it is left at work."""
    made = Unit(site)
    keeping = Thread(target=made.keep)
    keeping.start()
    try:
        yield made
    finally:
        made.is_over.set()
        keeping.join()
        with suppress(subprocess.TimeoutExpired):
            site.server.stop()
