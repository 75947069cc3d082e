"""What a request says of its own words is never an error of ours."""

import io

import pytest
from django.core.handlers.wsgi import WSGIRequest

from kb.lib.content_types import REFUSED, InUtf8

FORM = "application/x-www-form-urlencoded"
NOT_UTF_8 = [f"{FORM}; charset={name}" for name in ("rot13", "hex", "zlib", "undefined", "idna", "utf-16", "latin-1")]
UNREADABLE = [f"{FORM}; a*=nothing''x", f"{FORM}; charset=a\0b"]


def reading(environ, start_response):
    """Reads a request as Django does, and says what it read."""
    request = WSGIRequest(environ)
    start_response("200 OK", [])
    return [f"{request.GET.get('q', '')} {request.POST.get('q', '')}".encode()]


def answered(method: str, kind: str, body: bytes = b"") -> tuple[str, str]:
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/search/",
        "QUERY_STRING": "q=caf%C3%A9",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    answer = InUtf8(reading)(environ, lambda status, headers: said.append(status))
    return said[0], b"".join(answer).decode()


@pytest.mark.parametrize("kind", [*NOT_UTF_8, *UNREADABLE])
def test_what_is_read_is_read_whatever_a_request_calls_itself(kind):
    assert answered("GET", kind) == ("200 OK", "café ")


@pytest.mark.parametrize("kind", [*NOT_UTF_8, *UNREADABLE])
def test_what_is_sent_in_another_way_is_refused_in_words(kind):
    assert answered("POST", kind, b"q=ERR5022") == ("400 Bad Request", REFUSED.decode())


@pytest.mark.parametrize("kind", [FORM, f"{FORM}; charset=utf-8", f"{FORM}; charset=UTF-8", f"{FORM}; charset=nothing"])
def test_what_is_utf_8_or_says_nothing_is_taken(kind):
    assert answered("POST", kind, "q=thé".encode()) == ("200 OK", "café thé")
