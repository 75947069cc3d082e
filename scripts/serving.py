"""How gunicorn serves the knowledge base: python -m gunicorn --config python:scripts.serving kb.wsgi"""

import logging
import os
import subprocess
import sys
from datetime import timedelta
from types import FrameType

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.http.message import Request
from gunicorn.http.wsgi import Response
from gunicorn.workers.gthread import ThreadWorker

from scripts.trouble import ROOT

bind = f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
workers = 2
threads = 4
graceful_timeout = 10
# The most that gunicorn can be told: a search of 5,000 characters in an address is answered, and not refused with 414.
limit_request_line = 8190
control_socket_disable = True
loglevel = "warning"
accesslog = "-"
access_log_format = "%(t)s %(s)s %(m)s %(U)s %(B)s bytes %(M)s ms"


# Django leaves it to the server to drop the body of an answer to HEAD; that is no news.
logging.getLogger("gunicorn.http.wsgi").setLevel(logging.ERROR)


class AccessLog(Logger):
    """Says what was asked for and never who asked: no address, no browser, no query string."""

    def atoms(
        self, resp: Response, req: Request, environ: dict[str, str], request_time: timedelta
    ) -> dict[str, object]:
        atoms = super().atoms(resp, req, environ, request_time)
        # As sent, still percent-encoded: a line break in an address cannot begin a line of the log.
        path = environ["RAW_URI"].partition("?")[0]
        first, slash, rest = path.lstrip("/").partition("/")
        # The address of a page that is not there may hold anything a person pasted, and that of a report its secret.
        if atoms["s"] == "404" or (first == "report" and rest):
            path = f"/{first}/..." if slash else path
        return atoms | {"U": path}


logger_class = AccessLog


class Worker(ThreadWorker):
    """Takes Ctrl-C as it takes a stop from outside: what is being answered is finished first.

    gunicorn's own answer to Ctrl-C leaves the signal's handler by sys.exit, which shows a traceback when it strikes
    in the middle of an import.
    """

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        self.handle_exit(sig, frame)


worker_class = Worker


# --- The worker beside the web server ------------------------------------------------------------------------------

SECONDS_TO_END = 10
_beside: list[subprocess.Popen[bytes]] = []


def start_worker() -> None:
    """In a process between this one and it, which starts it again when it ends: gunicorn looks after its own only."""
    if (os.environ.get("WORKER_BESIDE") or "true").lower() not in {"0", "false", "no", "off"}:
        command = [sys.executable, "-m", "scripts.beside", str(os.getpid())]
        # In a group of its own: Ctrl-C would strike it in the middle of its start; it is told to end by us.
        _beside.append(subprocess.Popen(command, cwd=ROOT, process_group=0))  # noqa: S603 - our own command


def end_worker() -> None:
    while _beside:
        process = _beside.pop()
        process.terminate()
        try:
            process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            # The worker itself notices that nobody is above it, and ends after the message in hand.
            process.kill()


def on_reload(server: Arbiter) -> None:
    end_worker()
    start_worker()


def on_exit(server: Arbiter) -> None:
    end_worker()


def when_ready(server: Arbiter) -> None:
    start_worker()
    print(f"The knowledge base is on {os.environ.get('SITE_URL') or 'http://' + bind} (Ctrl-C stops it).", flush=True)
