"""Asking the provider over HTTP: with an end in time and size, over TLS, and never led elsewhere."""

import json
import re
import time
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse
from threading import BoundedSemaphore
from typing import Any, cast
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from kb.accounts.provider.refusals import NotAccepted, ProviderAway, RefusedThere
from kb.lib.env import LOOPBACK

SECONDS_OF_SILENCE = 4.0
SECONDS = 8.0  # for all of an answer
MOST_BYTES = 1_000_000
_CHUNK = 65_536
# Each keeps one of the threads that answer, and pages need them too.
AT_ONCE = 4
SECONDS_FOR_A_PLACE = 1.0
_places = BoundedSemaphore(AT_ONCE)


class _LedNowhere(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:  # noqa: ANN401 - Django's own signature
        """What was asked for is there, or it is not."""


def _opener() -> OpenerDirector:
    # Proxies are those of the environment (HTTPS_PROXY), as for every program of this machine.
    return build_opener(_LedNowhere())


def is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {*LOOPBACK, "::1"})


def fetch(address: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - JSON
    """Raises ProviderAway, or RefusedThere where it says no."""
    if not is_safe(address):
        raise ProviderAway(f"{address} is not https")
    data = urlencode(form).encode() if form is not None else None
    request = Request(address, data=data, headers={"Accept": "application/json", **(headers or {})})  # noqa: S310 - see is_safe
    if not _places.acquire(timeout=SECONDS_FOR_A_PLACE):
        raise ProviderAway("too many wait for the provider")
    try:
        with _opener().open(request, timeout=SECONDS_OF_SILENCE) as answer:
            return json.loads(_whole(cast(HTTPResponse, answer)))
    except HTTPError as error:
        with error:
            if 400 <= error.code < 500:  # noqa: PLR2004 - as HTTP numbers them
                raise _refusal(address, error) from error
        raise ProviderAway(f"{address} answered {error.code}") from error
    except (OSError, HTTPException, ValueError) as error:
        raise ProviderAway(f"{address}: {error}") from error
    finally:
        _places.release()


# Words for what is wrong as OAuth knows them; what else stands there may hold anything.
_FAULT = re.compile(r"[a-z_]{1,40}")
_OF_THIS_SITE = {"invalid_client", "unauthorized_client"}


def _refusal(address: str, error: HTTPError) -> RefusedThere:
    try:
        said = json.loads(error.read(_CHUNK))
    except (OSError, HTTPException, ValueError):
        said = None
    fault = said.get("error") if isinstance(said, dict) else None
    if not isinstance(fault, str) or not _FAULT.fullmatch(fault):
        return RefusedThere(f"{address} answered {error.code}")
    return (NotAccepted if fault in _OF_THIS_SITE else RefusedThere)(f"{address} answered {error.code}, {fault}")


def _whole(answer: HTTPResponse) -> bytes:
    """Raises ValueError where it never ends."""
    ends, body = time.monotonic() + SECONDS, b""
    while chunk := answer.read1(_CHUNK):
        body += chunk
        if len(body) > MOST_BYTES or time.monotonic() > ends:
            raise ValueError("the answer is too long, or too slow")
    return body
