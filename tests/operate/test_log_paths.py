"""What of an address stands in a log."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from kb.operate.log_paths import CutPaths, path_in_log
from scripts import serving

pytestmark = pytest.mark.either
SECRET = "hunter2-my-passcode"


@pytest.mark.parametrize(
    ("path", "status", "expected"),
    [
        ("/", 200, "/"),
        ("/search/", 200, "/search/"),
        ("/robots.txt", 200, "/robots.txt"),
        ("/articles/blank-screen/", 200, "/articles/blank-screen/"),
        ("/static/kb.1a2b.js", 200, "/static/kb.1a2b.js"),
        ("/codes/ERR1002/", 200, "/codes/ERR1002/"),
        ("/edit/drafts/7/", 302, "/edit/drafts/7/"),
        ("/sign-in/", 503, "/sign-in/"),
        # One segment, whatever was answered
        (f"/{SECRET}", 404, "/..."),
        (f"/{SECRET}/", 404, "/..."),
        (f"/{SECRET}", 503, "/..."),
        (f"/{SECRET}", 500, "/..."),
        (f"/{SECRET}.", 301, "/..."),
        (f"//{SECRET}", 404, "/..."),
        (f"/{SECRET}/and/more", 404, "/..."),
        ("/smith%20nhs%20number%20943%20476%205919", 404, "/..."),
        # More than one
        (f"/articles/{SECRET}/", 404, "/articles/..."),
        (f"/articles/{SECRET}/", 503, "/articles/..."),
        (f"/static/{SECRET}", 404, "/static/..."),
        (f"/codes/ERR1002%20{SECRET}/", 301, "/codes/..."),
        (f"/codes/{SECRET}/", 404, "/codes/..."),
        # What leads to the address that there is, or is none without its last slash
        (f"/articles/{SECRET}", 301, "/articles/..."),
        (f"/codes/{SECRET}", 301, "/codes/..."),
        ("/search", 301, "/search"),
        ("/report/AB12-CD34/secret/", 200, "/report/..."),
        (f"/link/join/{SECRET}/", 200, "/link/..."),
        (f"/link/new-password/{SECRET}/", 410, "/link/..."),
        ("/report/AB12-CD34/secret/", 500, "/report/..."),
        ("/report/", 200, "/report/"),
        ("", 400, "/"),
    ],
)
def test_only_what_is_ours_stands_there(path, status, expected):
    assert path_in_log(path, status) == expected


@given(
    typed=st.text(alphabet=st.characters(exclude_characters="/"), min_size=8),
    status=st.sampled_from([301, 404, 500, 503]),
)
def test_nothing_that_is_no_address_of_ours_stands_there(typed, status):
    assert path_in_log(f"/{typed}", status) == "/..."
    assert path_in_log(f"/articles/{typed}", max(status, 404)) == "/articles/..."


def written(path: str, status: str) -> object:
    log = object.__new__(serving.AccessLog)
    answer = SimpleNamespace(status=status, sent=1, headers=[])
    asked = SimpleNamespace(headers=[])
    environ = {"RAW_URI": path, "REQUEST_METHOD": "GET", "SERVER_PROTOCOL": "HTTP/1.1"}
    return log.atoms(answer, asked, environ, timedelta(seconds=1))["U"]


def test_access_log_says_no_more_of_an_address():
    assert written(f"/{SECRET}?q=anna", "404 Not Found") == "/..."
    assert written("/articles/blank-screen/?for=it", "200 OK") == "/articles/blank-screen/"
    assert written("/report/AB12/secret/", "200 OK") == "/report/..."


def test_nor_does_django_when_the_database_is_away(db, monkeypatch, capsys):
    """The page of a report, whose address is its secret."""
    handler = logging.getHandlerByName("stderr")
    said: list[str] = []
    monkeypatch.setattr(handler, "emit", lambda record: said.append(handler.format(record)))

    def away(*_: object, **__: object) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr("kb.reports.status.views._find", away)

    answer = Client(raise_request_exception=False).get(f"/report/AB12-CD34/{SECRET}/")

    assert answer.status_code >= 500
    assert "/report/..." in "".join(said)
    assert SECRET not in "".join(said)


@pytest.mark.parametrize("path", [f"/{SECRET}", f"/articles/{SECRET}/", f"/report/AB12-CD34/{SECRET}/"])
def test_nor_does_what_django_writes_when_something_fails(path, db, monkeypatch, capsys):
    """The handler of the settings, with a page that fails."""

    def fail(*_: object, **__: object) -> None:
        raise LookupError

    monkeypatch.setattr("django.core.handlers.base.BaseHandler.resolve_request", fail)
    handler = logging.getHandlerByName("stderr")
    assert any(isinstance(one, CutPaths) for one in handler.filters)
    said: list[str] = []
    monkeypatch.setattr(handler, "emit", lambda record: said.append(record.getMessage()))

    answer = Client(raise_request_exception=False).get(path)

    assert answer.status_code == 500
    assert said
    assert SECRET not in "".join(said)


def test_a_request_with_too_many_fields_is_a_line_and_no_traceback(db, monkeypatch):
    handler = logging.getHandlerByName("stderr")
    said: list[str] = []
    monkeypatch.setattr(
        handler, "handle", lambda record: handler.filter(record) and said.append(handler.format(record))
    )

    answer = Client(raise_request_exception=False).post("/sign-in/", {f"f{number}": SECRET for number in range(1_100)})

    assert answer.status_code == 400
    assert "The number of GET/POST parameters exceeded" in "".join(said)
    assert "Traceback" not in "".join(said)
    assert SECRET not in "".join(said)


def test_a_record_without_a_request_is_as_it_was():
    record = logging.LogRecord("kb", logging.INFO, "", 1, "%s of %s", ("/a/b", "c"), None)
    assert CutPaths().filter(record)
    assert record.getMessage() == "/a/b of c"
    record.request = RequestFactory().get("/a/b?q=1")
    CutPaths().filter(record)
    assert record.getMessage() == "/... of c"
