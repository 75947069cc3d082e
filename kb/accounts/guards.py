"""Who may come in: each view of the house has one of these as its first line."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.accounts.signed_out import form_too_old, signed_out
from kb.lib.http import View, private


class SignedInRequest(HttpRequest):
    """What a view behind `signed_in` or `needs` is given: its user is a person."""

    user: User


type StaffView[**P] = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]

OPEN_TO_ALL = "open to all"
SAME_SITE_POST = "post from our own pages, for no signed-in person"
SIGNED_IN = "signed in"


_guards: dict[Callable[..., Any], str] = {}
_answers_when_expired: dict[Callable[..., Any], Callable[[HttpRequest], HttpResponseBase]] = {}


def _said_of[T](view: Callable[..., Any], said: Mapping[Callable[..., Any], T]) -> T | None:
    """What was said of a view, or else of the view that it wraps."""
    while view not in said and hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return said.get(view)


def guard_of(view: Callable[..., Any]) -> str:
    """In words; empty when nobody guards it."""
    return _said_of(view, _guards) or ""


def _guarded[**P](view: View[P], words: str) -> View[P]:
    _guards[view] = words
    return view


def when_expired[**P](answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[View[P]], View[P]]:
    """What a view answers to a form whose token is no longer good, where it can show again what was typed."""

    def noted(view: View[P]) -> View[P]:
        _answers_when_expired[view] = answer
        return view

    return noted


def answer_when_expired(view: Callable[..., Any]) -> Callable[[HttpRequest], HttpResponseBase] | None:
    return _said_of(view, _answers_when_expired)


def open_to_all[**P](view: View[P]) -> View[P]:
    """Anyone; the view itself says which methods it takes."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return _guarded(guarded, OPEN_TO_ALL)


def _is_ours(request: HttpRequest, origin: str) -> bool:
    scheme = "https" if settings.SITE_IS_SECURE else request.scheme
    site = urlsplit(settings.SITE_URL)
    return origin.lower() in {f"{scheme}://{request.get_host()}".lower(), f"{site.scheme}://{site.netloc}".lower()}


def _is_foreign(request: HttpRequest) -> bool:
    """Judged by what the browser says of itself; a page of another site cannot change either header."""
    origin = request.headers.get("Origin")
    if origin is not None and not _is_ours(request, origin):
        return True
    # Older browsers send only Origin, and programs that are no browser send neither: they carry nobody's cookies.
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}


def same_site_post[**P](view: View[P], *, or_get: View[P] | None = None) -> View[P]:
    """A public form without a CSRF token, so that the page that shows it can be cached.

    `or_get` is the page that stands at the same address; it has a guard of its own.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if or_get and request.method in {"GET", "HEAD"}:
            return or_get(request, *args, **kwargs)
        if request.method != "POST":
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"] if or_get else ["POST"])
        # Set before the session is looked at, so it never is: whoever is signed in, this is nobody's act.
        request.user = AnonymousUser()
        if _is_foreign(request):
            raise PermissionDenied("This form can be sent from our own pages only.")
        return view(request, *args, **kwargs)

    return _guarded(csrf_exempt(guarded), guard_of(or_get) if or_get else SAME_SITE_POST)


def signed_in[**P](view: StaffView[P]) -> View[P]:
    """Anyone with an account; others are asked to sign in, then come back here."""

    @wraps(view)
    @private
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(cast(SignedInRequest, request), *args, **kwargs)

    return _guarded(guarded, SIGNED_IN)


def _with_what_was_sent(request: HttpRequest) -> HttpResponse:
    """What another site sent is not given a token of ours: nobody is to press a button for it."""
    return form_too_old(request) if _is_foreign(request) else signed_out(request)


def needs[**P](ability: May) -> Callable[[StaffView[P]], View[P]]:
    """Only those whose role has this ability; to others who are signed in, there is nothing here.

    Whose sign-in ran out while they wrote is not led away from what they wrote, on any page.
    """

    def guard(view: StaffView[P]) -> View[P]:
        @signed_in
        @wraps(view)
        def asked(request: SignedInRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may(request.user, ability):
                raise Http404
            return view(request, *args, **kwargs)

        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method == "POST" and not request.user.is_authenticated:
                return _with_what_was_sent(request)
            return asked(request, *args, **kwargs)

        _answers_when_expired[guarded] = answer_when_expired(view) or _with_what_was_sent
        return _guarded(guarded, f"needs {ability}")

    return guard
