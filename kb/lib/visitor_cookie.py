"""The cookie `visitor`: a random number of twelve hours, tied to nobody, set only by an act of the person."""

import re
import secrets

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

VISITOR_COOKIE = "visitor"
TWELVE_HOURS = 12 * 60 * 60
_VISITOR = re.compile(r"[\w-]{16,64}", re.ASCII)


def known_visitor(request: HttpRequest) -> str:
    """What the cookie of the request says; empty where there is none."""
    given = request.COOKIES.get(VISITOR_COOKIE, "")
    return given if _VISITOR.fullmatch(given) else ""


def visitor_of(request: HttpRequest) -> str:
    """What the cookie says, or a new one."""
    return known_visitor(request) or secrets.token_urlsafe(18)


def remember[R: HttpResponseBase](response: R, visitor: str) -> R:
    """Set only when a person votes, opens a suggestion or sends a report."""
    response.set_cookie(
        VISITOR_COOKIE,
        visitor,
        max_age=TWELVE_HOURS,
        secure=settings.SITE_IS_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
