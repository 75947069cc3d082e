"""Two cookies that only we can write: that somebody waited as they were told, and that a browser has signed in before.

Neither lets anybody in. They say in which order people are looked at, and whom the tries of others do not slow down.
"""

import secrets
import time
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

from kb.accounts.models import folded
from kb.accounts.throttle import client_address

WAITED = "sign-in-wait"
KNOWN = "known-browser"
WAIT_IS_OVER_AFTER = 1.5  # seconds: they are told two, and clocks and networks are not exact
WAIT_COUNTS_FOR = 60  # seconds
KNOWN_FOR = 90 * 24 * 60 * 60  # seconds
MOST_ACCOUNTS = 5  # of one browser: people share computers


def _mark(kind: str, text: str) -> str:
    """Says nothing about the account to who reads the cookie, and is made alike for one that is not there."""
    return salted_hmac(f"accounts.{kind}", text, algorithm="sha256").hexdigest()[:32]


def _written(request: HttpRequest, name: str) -> Any:  # noqa: ANN401 - what we wrote ourselves
    try:
        return signing.loads(request.COOKIES.get(name, ""), salt=f"accounts.{name}")
    except signing.BadSignature:
        return None


def _write(request: HttpRequest, response: HttpResponseBase, name: str, value: object, seconds: int) -> None:
    response.set_cookie(
        name,
        signing.dumps(value, salt=f"accounts.{name}"),
        max_age=seconds,
        path=request.path,  # only where people sign in
        secure=settings.SITE_IS_SECURE,
        httponly=True,
        samesite="Lax",
    )


# --- That somebody waited --------------------------------------------------------------------------------------------


def _waiter(request: HttpRequest, username: str) -> str:
    return _mark(WAITED, f"{folded(username)}\0{client_address(request)}")


def _waited_since(request: HttpRequest, username: str) -> float | None:
    """For this name and from this address only: whoever invents a new name with each try has never waited."""
    written = _written(request, WAITED)
    if not isinstance(written, dict) or written.get("who") != _waiter(request, username):
        return None
    since = float(written["since"])
    return since if WAIT_IS_OVER_AFTER <= time.time() - since <= WAIT_COUNTS_FOR else None


def has_waited(request: HttpRequest, username: str) -> bool:
    return _waited_since(request, username) is not None


def let_wait(request: HttpRequest, response: HttpResponseBase, username: str) -> None:
    """Who comes back too early begins to wait anew; who waited and found no room keeps their wait."""
    since = _waited_since(request, username) or time.time()
    _write(request, response, WAITED, {"who": _waiter(request, username), "since": since}, WAIT_COUNTS_FOR)


# --- That a browser is known -----------------------------------------------------------------------------------------


def _known(request: HttpRequest) -> dict[str, str]:
    written = _written(request, KNOWN)
    return written if isinstance(written, dict) else {}


def known_browser(request: HttpRequest, username: str) -> str:
    """A random key to count its tries by; empty where nobody has signed in to this account from there."""
    return _known(request).get(_mark(KNOWN, folded(username)), "")


def remember_browser(request: HttpRequest, response: HttpResponseBase, username: str) -> None:
    """The latest account first; a browser of very many people forgets the earliest."""
    mark = _mark(KNOWN, folded(username))
    others = {key: value for key, value in _known(request).items() if key != mark}
    known = {mark: secrets.token_urlsafe(12), **others}
    _write(request, response, KNOWN, dict(list(known.items())[:MOST_ACCOUNTS]), KNOWN_FOR)
