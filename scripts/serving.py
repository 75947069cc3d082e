"""How gunicorn serves the knowledge base: python -m gunicorn --config python:scripts.serving kb.wsgi"""

import logging
import os
from datetime import timedelta
from types import FrameType

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.http.message import Request
from gunicorn.http.wsgi import Response
from gunicorn.workers.gthread import ThreadWorker

bind = f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
workers = 2
threads = 4
graceful_timeout = 10
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
        if atoms["s"] == "404":
            # The address of a page that is not there may hold anything a person pasted.
            first, slash, _ = path.lstrip("/").partition("/")
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


def when_ready(server: Arbiter) -> None:
    print(f"The knowledge base is on {os.environ.get('SITE_URL') or 'http://' + bind} (Ctrl-C stops it).", flush=True)
