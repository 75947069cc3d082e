"""How gunicorn serves the knowledge base. Started as `python -m scripts.keeper`, which keeps it and a worker going."""

import logging
import os
import sys
import time
from contextlib import suppress
from datetime import timedelta
from types import FrameType

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.http.message import Request
from gunicorn.http.wsgi import Response

from scripts.keeper import KEEPER, REFUSED
from scripts.patience import LOOK_EVERY, PatientWorker

wsgi_app = "kb.wsgi"
bind = f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
workers = 2
# They wait for clients; `scripts.patience` says how many answer. Both are below the 1,024 files a process may open.
threads = 400
worker_connections = 800
graceful_timeout = 10
# The most that gunicorn can be told: a search of 5,000 characters in an address is answered, and not refused with 414.
limit_request_line = 8190
control_socket_disable = True
loglevel = "warning"
accesslog = "-"
access_log_format = "%(t)s %(s)s %(m)s %(U)s %(B)s bytes %(M)s ms"


# Django leaves it to the server to drop the body of an answer to HEAD; that is no news.
logging.getLogger("gunicorn.http.wsgi").setLevel(logging.ERROR)


BROKEN = 500
NOT_HTTP = "A request that is not valid HTTP was refused."


# What gunicorn says of an application that could not be loaded.
_OF_A_REFUSAL = ("Shutting down: ", "Reason: ")
# Each process refuses a set-up that is not sound; whoever takes this byte says why.
_read_by, _written_by = os.pipe()
os.set_blocking(_read_by, False)
os.write(_written_by, b"!")


def _is_first_to_refuse() -> bool:
    with suppress(BlockingIOError):
        return bool(os.read(_read_by, 1))
    return False


# What a format of the operator's own may say of the headers. Most others may hold a secret or what somebody typed:
# Cookie, Referer, Location and, in what gunicorn makes of a request, its whole address.
_HARMLESS = {"host", "user-agent", "x-forwarded-for", "x-forwarded-proto", "x-request-id", "content-length"}
_HARMLESS |= {"content-type", "content-encoding", "accept-encoding", "cache-control", "etag", "if-none-match"}


class AccessLog(Logger):
    """Says what was asked for and never who asked: no address, no browser, no query string; and so of what fails.

    A format of the operator's own (`--access-logformat`) may name who asked. What is secret it gets cut, too, and so
    does what gunicorn says with `--log-level debug`.
    """

    def atoms(
        self, resp: Response, req: Request, environ: dict[str, str], request_time: timedelta
    ) -> dict[str, object]:
        atoms = super().atoms(resp, req, environ, request_time)
        path = shown(environ["RAW_URI"], int(str(atoms["s"])))
        of_a_header = (name for name in atoms if name.startswith("{"))
        unsafe = [name for name in of_a_header if name[-1] == "e" or name[1:-2] not in _HARMLESS]
        cut = {"U": path, "r": f"{atoms['m']} {path} {atoms['H']}", "q": "-", "f": "-"}
        return atoms | cut | dict.fromkeys(unsafe, "-")

    is_refused = False

    def error(self, msg: str, *args: object, **kwargs: object) -> None:
        """Why the site does not start stands there already, and last."""
        is_of_a_process = msg.startswith("Worker (pid:%s) exited with code") and args[1:] == (REFUSED,)
        self.is_refused = self.is_refused or is_of_a_process
        if not is_of_a_process and not (self.is_refused and msg.startswith(_OF_A_REFUSAL)):
            super().error(msg, *args, **kwargs)

    def exception(self, msg: str, *args: object, **kwargs: object) -> None:
        """Of a request that broke off, gunicorn says the whole address."""
        if msg.startswith("Error handling request "):
            args = tuple(map(_cut, args))
        super().exception(msg, *args, **kwargs)

    def debug(self, msg: str, *args: object, **kwargs: object) -> None:
        """Of each request it says the whole path, and of one that broke off what had come of it."""
        super().debug(msg, *map(_cut, args), **kwargs)

    def warning(self, msg: str, *args: object, **kwargs: object) -> None:
        """Of one that is not HTTP, who sent it and its first line, in which anything may stand."""
        super().warning(NOT_HTTP if msg.startswith("Invalid request from ") else msg, *args, **kwargs)


def shown(uri: str, status: int) -> str:
    # Here and not above: it reads the address table, which a worker has loaded and the arbiter has not.
    from kb.operate.log_paths import path_in_log

    # As sent, still percent-encoded: a line break in an address cannot begin a line of the log.
    return path_in_log(uri.partition("?")[0], status)


def _cut(told: object) -> object:
    if isinstance(told, BaseException):
        return type(told).__name__
    return shown(told, BROKEN) if isinstance(told, str) and "/" in told else told


logger_class = AccessLog


class Worker(PatientWorker):
    """Takes Ctrl-C as it takes a stop from outside: what is being answered is finished first.

    gunicorn's own answer to Ctrl-C leaves the signal's handler by sys.exit, which shows a traceback when it strikes
    in the middle of an import.
    """

    def load_wsgi(self) -> None:
        from django.core.exceptions import ImproperlyConfigured

        try:
            super().load_wsgi()
        except ImproperlyConfigured as refusal:
            if _is_first_to_refuse():
                print(refusal, file=sys.stderr, flush=True)
                sys.exit(REFUSED)
            # The others are told to end with it: gunicorn stumbles over a second refusal.
            until = time.monotonic() + graceful_timeout
            while self.alive and time.monotonic() < until:
                time.sleep(LOOK_EVERY)
            sys.exit(0)

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        self.handle_exit(sig, frame)

    def is_parent_alive(self) -> bool:
        """Without a parent, nothing new is taken: what is being answered is finished, which can take ten seconds, but
        the address is free at once for the server that the keeper starts."""
        if super().is_parent_alive():
            return True
        self.set_accept_enabled(False)
        for listener in self.sockets:
            listener.close()
        return False


worker_class = Worker


def on_starting(server: Arbiter) -> None:
    """Started by itself, as units of before do it, it becomes the keeper, which starts it as a child: no site runs
    without a worker unless it was told so."""
    if os.environ.get(KEEPER) == str(os.getppid()):
        return
    if server.pidfile:
        server.pidfile.unlink()
    keeper = [sys.executable, "-m", "scripts.keeper", *sys.argv[1:]]
    os.execv(sys.executable, keeper)  # noqa: S606 - no shell is wanted


def post_worker_init(worker: Worker) -> None:
    """Once, and not before the first process has found the set-up sound."""
    if worker.age == 1:
        print(
            f"The knowledge base is on {os.environ.get('SITE_URL') or 'http://' + bind} (Ctrl-C stops it).", flush=True
        )
