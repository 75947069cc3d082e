"""What the web server itself says of a request that went wrong holds no secret and no address of a visitor."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import NoMoreData

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


@pytest.fixture
def heard():
    """What an operator's log would have, with all that gunicorn can say."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())
    config = Config()
    config.set("loglevel", "debug")
    config.set("accesslog", "-")
    config.set("access_log_format", " ".join(f"%({atom})s" for atom in ATOMS))
    log = AccessLog(config)
    # Instead of gunicorn's own, which write where the tests are told.
    both = (log.error_log, log.access_log)
    before = [list(one.handlers) for one in both]
    for one in both:
        one.handlers[:] = [handler]
    yield log, lines
    for one, handlers in zip(both, before, strict=True):
        one.handlers[:] = handlers
    log.error_log.setLevel(logging.NOTSET)


# All that a format can name, but who asked (`h`, `a`), which an operator may want.
ATOMS = (*"ltrsmUqHbBfTDMLp", "{referer}i", "{Cookie}i", "{host}i", "{location}o", "{set-cookie}o")
ATOMS += ("{raw_uri}e", "{path_info}e", "{query_string}e", "{http_referer}e", "{request_uri}e", "{http_cookie}e")


def test_a_request_that_breaks_off_is_told_without_its_secret(heard):
    log, lines = heard
    path = f"/report/R-1/{SECRET}/?and={SECRET}"

    log.exception("Error handling request %s %s", "GET", path)
    log.debug("%s %s", "GET", path)
    log.debug("Ignored premature client disconnection. %s", NoMoreData(f"GET {path}".encode()))

    assert lines == [
        "Error handling request GET /report/...",
        "GET /report/...",
        "Ignored premature client disconnection. NoMoreData",
    ]


def test_a_format_of_the_operators_own_holds_no_secret(heard):
    log, lines = heard
    path, cookie = f"/report/R-1/{SECRET}/", f"sessionid={SECRET}"
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": f"{path}?q={SECRET}", "SERVER_PROTOCOL": "HTTP/1.1"}
    environ |= {"PATH_INFO": path, "QUERY_STRING": f"q={SECRET}", "HTTP_REFERER": path, "HTTP_COOKIE": cookie}
    asked = SimpleNamespace(headers=[("HOST", "kb.example.org"), ("REFERER", path), ("COOKIE", cookie)])
    answer = SimpleNamespace(status="303 See Other", sent=7, headers=[("Location", path), ("Set-Cookie", cookie)])

    log.access(answer, asked, environ, timedelta(seconds=1))

    (line,) = lines
    assert SECRET not in line
    assert "GET /report/... HTTP/1.1 303 GET /report/... " in line
    assert "kb.example.org" in line
