"""The product's own configuration of gunicorn, with processes that may die and are there again at once."""

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from scripts.serving import (  # noqa: F401 - gunicorn reads them here
    access_log_format,
    accesslog,
    bind,
    control_socket_disable,
    graceful_timeout,
    limit_request_line,
    logger_class,
    loglevel,
    threads,
    worker_class,
    worker_connections,
    workers,
)
from tests.killed.points import arm_web

# Loaded once, so that the next process need not load it again.
preload_app = True


def post_fork(server: Arbiter, worker: Worker) -> None:
    arm_web()
