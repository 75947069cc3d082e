"""What several pages answer with."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from kb.lib.text import is_storable

SEE_OTHER = 303
LARGEST_NUMBER = 2**63 - 1
MOST_FIGURES = len(str(LARGEST_NUMBER))
CONFLICT = 409
UNPROCESSABLE = 422

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def asks_for_nothing(value: object) -> bool:
    """A null character or half of a surrogate pair, which no row of either database holds, or a number beyond 64 bits,
    which no row has."""
    if isinstance(value, int):
        return value > LARGEST_NUMBER
    return isinstance(value, str) and not is_storable(value)


class UsableAddresses:
    """As middleware: what cannot be there is not there, on every route and on both databases alike.

    Each view would have to remember it otherwise: SQLite answers where PostgreSQL refuses, and of what Django looks up
    only some lookups know the limits of their column. In the query string a text may be anything (a search drops what
    it cannot read), so there only what is named as a number is asked: see `number_asked`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return _nothing(request) if asks_for_nothing(request.path) else self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: list[object], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        return _nothing(request) if any(map(asks_for_nothing, kwargs.values())) else None


def _nothing(request: HttpRequest) -> HttpResponse:
    """The page of every 404; what was asked for may hold a secret all the same, so nobody keeps it."""
    response = response_for_exception(request, Http404())
    patch_cache_control(response, private=True, no_store=True)
    return response


def number_asked(request: HttpRequest, name: str) -> str:
    """What the query string says where a number is expected, as it stands there. What no number can be is not there."""
    value = request.GET.get(name, "")
    figures = value.strip().lstrip("0")
    is_number = figures.isascii() and figures.isdecimal()
    # Told by its length first: to read a number of a million figures takes long.
    if asks_for_nothing(value) or (is_number and (len(figures) > MOST_FIGURES or int(figures) > LARGEST_NUMBER)):
        raise Http404
    return value


def said(request: HttpRequest) -> list[str]:
    """What was just done, once."""
    return [str(message) for message in messages.get_messages(request)]


def see(address: str) -> HttpResponseRedirect:
    """Look there now, with a GET, whatever was sent."""
    return HttpResponseRedirect(address, status=SEE_OTHER)


def a_file(written: str | bytes, name: str, content_type: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(written, content_type=content_type, headers={"Content-Disposition": disposition})


def a_picture(data: bytes, content_type: str, name: str = "") -> HttpResponse:
    """Shown in the browser, which is not to guess what else it may be."""
    disposition = content_disposition_header(as_attachment=False, filename=name) or "inline"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=content_type, headers=headers)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form sent, for a page that keeps it until it can be sent again. A password is not repeated."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]


def unlogged[R: HttpResponse](response: R) -> R:
    """An answer of 5xx that is no news: Django writes an error to the log for each, with its address."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def is_own_path(text: str) -> bool:
    """A path on this host; `//` alone is none, though it names no host either."""
    return text.startswith("/") and text[1:2] != "/" and url_has_allowed_host_and_scheme(text, allowed_hosts=None)


def private[**P](view: View[P]) -> View[P]:
    """No cache keeps what only some may see, nor the answer that it is not there."""

    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except (Http404, PermissionDenied) as error:
            # The same page that Django would make, made here so that it gets the headers too.
            response = response_for_exception(request, error)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return answer


def reads_only[V: Callable[..., HttpResponseBase]](view: V) -> V:
    """GET and HEAD. Anything else is told so (405), and not that it lacks the token of a form: nothing is ever done."""
    return csrf_exempt(require_safe(view))


def answer_later(request: HttpRequest, seconds: float) -> None:
    """Asks the web server to keep the answer for a moment, if it can: see scripts/patience.py."""
    if later := request.META.get("kb.answer_later"):
        later(seconds)


def kept_by_nobody[**P](*, referrer: str = "strict-origin", is_listed: bool = False) -> Callable[[View[P]], View[P]]:
    """By no cache, and by no search engine unless it `is_listed`.

    `no-referrer` is for pages without a form: with it, a browser hides from us where a form came from. No page that is
    kept by nobody tells its path, not even to our own style sheets, whose requests a proxy writes down.
    """

    def wrap(view: View[P]) -> View[P]:
        kept = private(view)

        @wraps(view)
        def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            response = kept(request, *args, **kwargs)
            response["Referrer-Policy"] = referrer
            if not is_listed:
                response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return answer

    return wrap
