"""What the web server itself says of a request that went wrong holds no secret and no address of a visitor."""

import logging

import pytest
from gunicorn.config import Config

from scripts.serving import NOT_HTTP, AccessLog
from tests.operate.test_slow_clients import ended, hasty  # noqa: F401 - a fixture

SECRET = "a-secret-of-somebody"


@pytest.mark.parametrize(
    "said",
    [
        f"GET /report/R-1/{SECRET}/ and more HTTP/1.1\r\n\r\n",
        f"GET /report/R-1/{SECRET}/ HTTP/9.9\r\n\r\n",
        f"{SECRET}\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n{SECRET} x\r\n\r\n",
        f"GET /search/?q={SECRET}{'x' * 9000} HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_not_http_is_refused_without_repeating_it(hasty, said):  # noqa: F811
    before = hasty.output.read_text().count(NOT_HTTP)

    came, _ = ended(hasty, said.encode(), until=b"</html>")

    assert came.startswith(b"HTTP/1.1 4")
    told = hasty.output.read_text()
    assert told.count(NOT_HTTP) == before + 1
    assert SECRET not in told + hasty.access_log.read_text()
    assert "ip=" not in told


def test_a_request_that_breaks_off_is_told_without_its_secret():
    log = AccessLog(Config())
    heard: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: heard.append(record.getMessage())
    log.error_log.addHandler(handler)
    try:
        log.exception("Error handling request %s %s", "GET", f"/report/R-1/{SECRET}/?and={SECRET}")
    finally:
        log.error_log.removeHandler(handler)

    assert heard == ["Error handling request GET /report/..."]
