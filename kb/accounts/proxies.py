"""Whether requests pass as many proxies as was said. If not, all people share one address, and what one of them does
wrong slows down everybody."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

log = logging.getLogger(__name__)
_told: set[str] = set()  # in this process, what was noticed


def fault_of(header: str, number: int) -> str:
    """In a sentence; nothing where a request without the header came in by itself, as a probe does."""
    if not header.strip():
        return ""
    passed = len(header.split(","))
    if not number:
        return (
            "Requests come through a proxy, and NUMBER_OF_PROXIES is 0: all people look like one address, and ten "
            "wrong passwords from anybody close an account to all. Set it to the number of your proxies in a row."
        )
    if passed < number:
        return (
            f"NUMBER_OF_PROXIES is {number}, and a request came through {passed}: all people who come that way look "
            "like one address. Set it to the number of your proxies in a row."
        )
    return ""


def faults() -> list[str]:
    return sorted(_told)


def forget() -> None:
    """For tests: a process has the settings that it was started with."""
    _told.clear()


class ProxiesCounted:
    """As middleware. With https only: gunicorn speaks http, so that something must stand before it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SITE_IS_SECURE:
            fault = fault_of(request.headers.get("X-Forwarded-For", ""), settings.NUMBER_OF_PROXIES)
            if fault and fault not in _told:
                _told.add(fault)
                log.warning("%s", fault)
        return self.get_response(request)
