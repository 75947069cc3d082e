"""Setting and deleting the cookie of where somebody works."""

from django.conf import settings
from django.http import HttpResponse

from kb.contacts.place.rules import KEPT_FOR, PLACE_COOKIE


def remember(response: HttpResponse, code: str, *, for_a_year: bool = False) -> None:
    """Until the browser closes, or for a year."""
    response.set_cookie(
        PLACE_COOKIE,
        code,
        max_age=KEPT_FOR if for_a_year else None,
        secure=settings.SITE_IS_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_place(response: HttpResponse) -> None:
    response.delete_cookie(PLACE_COOKIE, samesite="Lax")
