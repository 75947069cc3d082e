"""What the web server itself says of a request that went wrong holds no secret and no address of a visitor."""

import logging

import pytest
from gunicorn.config import Config

from scripts.keeper import REFUSED
from scripts.serving import NOT_HTTP, AccessLog
from tests.journeys.conftest import unused_port
from tests.journeys.server import Server
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


def test_set_up_that_is_not_sound_is_told_once_and_without_a_traceback(tmp_path):
    server = Server(tmp_path, unused_port())
    server.env |= {"IT_DESK_HOURS": "now and then", "HASHED_STATIC_FILES": "false", "WORKER_BESIDE": "false"}
    (tmp_path / "static").mkdir()
    try:
        server.spawn()
        assert server.wait(60) == REFUSED
    finally:
        server.clear_away()

    first, second, *more = server.output.read_text().splitlines()
    assert first == "The site does not start:"
    assert "(kb.contacts.E001) IT_DESK_HOURS" in second
    assert [line for line in more if line.strip()] == []


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
