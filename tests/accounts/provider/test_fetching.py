"""Asking a provider over HTTP: it is not led elsewhere, and neither waits nor reads without an end."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kb.accounts.provider import fetching, rules
from kb.accounts.provider.refusals import ProviderAway, RefusedThere
from tests.accounts.provider.provider import KNOWN


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind = self.path.strip("/")
        status = {"led": 302, "no": 400, "broken": 500}.get(kind, 200)
        body = {"large": b" " * 3_000, "text": b"<html>"}.get(kind, json.dumps({"said": kind}).encode())
        self.send_response(status)
        if kind == "led":
            self.send_header("Location", "/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for byte in body if kind == "slow" else ():
            time.sleep(0.05)
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
        if kind != "slow":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_answer_is_read(site):
    assert fetching.fetch(f"{site}/json") == {"said": "json"}


@pytest.mark.parametrize("kind", ["led", "broken", "text", "large", "slow"])
def test_what_is_no_answer_is_a_provider_that_is_away(site, monkeypatch, kind):
    monkeypatch.setattr(fetching, "MOST_BYTES", 1_000)
    monkeypatch.setattr(fetching, "SECONDS", 0.2)

    with pytest.raises(ProviderAway):
        fetching.fetch(f"{site}/{kind}")


def test_no_is_told_from_no_answer(site):
    with pytest.raises(RefusedThere):
        fetching.fetch(f"{site}/no")


def test_nobody_there_is_away():
    with pytest.raises(ProviderAway):
        fetching.fetch("http://127.0.0.1:1/")


def test_so_many_wait_at_once_and_no_more(site, monkeypatch):
    monkeypatch.setattr(fetching, "_places", threading.BoundedSemaphore(1))
    monkeypatch.setattr(fetching, "SECONDS_FOR_A_PLACE", 0.01)
    with fetching._places, pytest.raises(ProviderAway):
        fetching.fetch(f"{site}/json")


@pytest.mark.parametrize(
    ("claims", "path", "values"),
    [
        ({"roles": ["a", "b"]}, "roles", ["a", "b"]),
        ({"roles": "a"}, "roles", ["a"]),
        ({"https://kb.example/roles": ["a"]}, "https://kb.example/roles", ["a"]),
        ({"n": [{"role_code": "x"}, {"role_code": "y"}, {"other": 1}]}, "n.role_code", ["x", "y"]),
        ({"a": {"b": {"c": 3}}}, "a.b.c", ["3"]),
        ({"roles": [["a"]], "x": True}, "roles", []),
        ({"x": True}, "x", []),
        ({}, "roles", []),
        ({"a": "text"}, "a.b", []),
    ],
)
def test_claims_are_found_by_their_path(claims, path, values):
    assert list(rules.values_at(claims, path)) == values


def test_challenge_is_that_of_the_standard():
    """RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert rules.challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_claims_that_are_nothing_are_nobodys_name():
    provided = rules.provided({"sub": "s", "name": 7, "email": ["x"]}, KNOWN)

    assert (provided.name, provided.email, provided.role) == ("", "", None)
