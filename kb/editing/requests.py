"""What the editor's page sends, and what becomes of it when the person is no longer signed in."""

from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from kb.accounts.guards import when_expired
from kb.lib.http import View, private, typed
from kb.lib.text import with_one_line_end, without_unseen

UNAUTHORISED = 401
FORBIDDEN = 403
# What a button says, and what belongs to one page only.
_NOT_TEXT = {"csrfmiddlewaretoken", "press", "then", "base_revision", "picture"}


def sent(request: HttpRequest) -> dict[str, list[str]]:
    """Every box with its texts, without the characters that no database keeps."""
    return {
        without_unseen(name): [without_unseen(with_one_line_end(value)) for value in values]
        for name, values in request.POST.lists()
        if name not in _NOT_TEXT
    }


def number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - what a database counts to


def signed_out(request: HttpRequest) -> HttpResponse:
    """The text travels on in this page, until the person has signed in again and sends it from here.

    Whoever signed in meanwhile, in another tab, is shown it once more: the page had a token from before.
    """
    context = {
        "boxes": typed(request),
        "files": [file.name for _, held in request.FILES.lists() for file in held],
        "address": request.get_full_path(),
        "is_signed_in": request.user.is_authenticated,
    }
    response = render(request, "editing/signed_out.html", context, status=FORBIDDEN)
    patch_cache_control(response, private=True, no_store=True)
    return response


def keeps_text[**P](view: View[P]) -> View[P]:
    """In front of the guard: whose sign-in ran out while they wrote is not led away from what they wrote."""

    @when_expired(signed_out)
    @wraps(view)
    def kept(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            return signed_out(request)
        return view(request, *args, **kwargs)

    return kept


def for_scripts[**P](view: View[P]) -> View[P]:
    """In front of the guard: a script is told that nobody is signed in, and not led to a page for people."""

    def expired(request: HttpRequest) -> HttpResponse:
        return JsonResponse({"problem": "Sign in again."}, status=FORBIDDEN)

    @when_expired(private(expired))
    @private
    @wraps(view)
    def told(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return JsonResponse({"problem": "You are signed out."}, status=UNAUTHORISED)
        return view(request, *args, **kwargs)

    return told
