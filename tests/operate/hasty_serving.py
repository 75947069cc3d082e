"""The product's own configuration of gunicorn, with few threads and little patience, so that tests see both end."""

from scripts import serving
from scripts.serving import (  # noqa: F401 - gunicorn reads them here
    access_log_format,
    accesslog,
    bind,
    control_socket_disable,
    graceful_timeout,
    limit_request_line,
    logger_class,
    loglevel,
)

workers = 1
threads = 20
worker_connections = 200


class worker_class(serving.Worker):  # noqa: N801 - a setting of gunicorn
    seconds = 2.0
    slowest = 1_000_000
