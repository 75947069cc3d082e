"""The visitor cookie: random, tied to nobody, set only when a person opens a suggestion or sends a report."""

import re
import secrets

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

VISITOR_COOKIE = "visitor"
TWELVE_HOURS = 12 * 60 * 60
_OURS = re.compile(r"[\w-]{16,64}", re.ASCII)


def visitor_of(request: HttpRequest) -> str:
    """The one that came with the request, or a new one."""
    given = request.COOKIES.get(VISITOR_COOKIE, "")
    return given if _OURS.fullmatch(given) else secrets.token_urlsafe(18)


def remember(response: HttpResponseBase, visitor: str) -> HttpResponseBase:
    response.set_cookie(
        VISITOR_COOKIE,
        visitor,
        max_age=TWELVE_HOURS,
        secure=settings.SITE_IS_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
