"""What the editor's page sends, and what a script is told when nobody is signed in."""

from collections.abc import Iterable
from functools import wraps
from secrets import token_hex

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase

from kb.accounts.guards import when_expired
from kb.accounts.signed_out import FORBIDDEN
from kb.editing.models import PAGE_KEY, OpenPage
from kb.lib.http import View, private
from kb.lib.text import storable, with_one_line_end, without_unseen

UNAUTHORISED = 401
LONGEST_PREFILLED = 300
# What a button says, and what belongs to one page only.
_NOT_TEXT = {"csrfmiddlewaretoken", "press", "then", "base_revision", "picture", "page", "turn"}


def sent(request: HttpRequest) -> dict[str, list[str]]:
    """Every box with its texts, without the characters that no database keeps."""
    return {
        without_unseen(name): [without_unseen(with_one_line_end(value)) for value in values]
        for name, values in request.POST.lists()
        if name not in _NOT_TEXT
    }


def page_of(request: HttpRequest) -> OpenPage:
    """The page that sends this, or a new one that is about to be shown."""
    key = request.POST.get("page", "")
    is_ours = key.isascii() and key.isalnum() and len(key) <= PAGE_KEY
    return OpenPage(key if is_ours else token_hex(PAGE_KEY // 2), number(request.POST.get("turn", "")))


def prefilled(asked: QueryDict, names: Iterable[str]) -> dict[str, str]:
    """What a link says that the boxes of a new row begin with."""
    return {name: storable(asked.get(name, ""))[:LONGEST_PREFILLED] for name in names if name in asked}


def number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - what a database counts to


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
