"""An address that brings its reader's place with it: `?at=A81001` on an intranet link, a shortcut or a poster."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.http import escape_leading_slashes

from kb.contacts.place.cookies import remember
from kb.contacts.place.reading import code_asked, place_called
from kb.contacts.place.rules import code_of, without_place
from kb.lib.http import see


class PlaceInAddress:
    """As middleware, since any address may have it. 303 to the same address without it, which sets the cookie.

    What is no code, or one of nobody, goes the same way and changes nothing: a poster with a slip in it still leads to
    its page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        if query and request.method in {"GET", "HEAD"}:
            rest, asked = without_place(query)
            if asked is not None:
                return _on_to(request, rest, code_of(asked))
        return self.get_response(request)


def _on_to(request: HttpRequest, rest: str, code: str) -> HttpResponse:
    # A path that begins with two slashes would name another host.
    path = escape_leading_slashes(escape_uri_path(request.path))
    response = see(iri_to_uri(f"{path}?{rest}" if rest else path))
    response["Cache-Control"] = "no-store"
    # Who has it chosen for a year keeps it for a year.
    if code and code != code_asked(request) and _is_known(code):
        remember(response, code)
    return response


def _is_known(code: str) -> bool:
    try:
        return place_called(code) is not None
    except (OperationalError, InterfaceError):
        return False  # the page itself says that the database is away
