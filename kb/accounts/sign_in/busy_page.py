"""The sign-in form for those whose password was not looked at. Under a flood it is the page that is made most often, so
it is rendered once in a process, with gaps for what differs."""

import re
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape

from kb.accounts.forms import SignInForm
from kb.accounts.sign_in.gate import Busy
from kb.accounts.sign_in.middleware import UNAVAILABLE, let_come_back
from kb.lib.context import shown_site

_GAPS = {name: f"gap-for-the-{name}" for name in ("username", "next", "token")}
_GAP = re.compile("|".join(_GAPS.values()))


@cache
def _frame() -> tuple[list[str], list[str]]:
    """What stands between the gaps, and the gaps in order. For nobody in particular: it has no links for staff."""
    form = SignInForm(initial={"username": _GAPS["username"]})
    context = {"form": form, "next": _GAPS["next"], "csrf_token": _GAPS["token"], "is_busy": True, "site": shown_site()}
    page = render_to_string("accounts/sign-in.html", context)
    return _GAP.split(page), _GAP.findall(page)


def busy_page(request: HttpRequest, busy: Busy, *, username: str, destination: str) -> HttpResponse:
    """With the name still in its box. A script sends the password again; we never send it back."""
    between, gaps = _frame()
    values = {"username": username, "next": destination, "token": get_token(request)}
    filled = {_GAPS[name]: escape(value) for name, value in values.items()}
    page = "".join(text + filled.get(gap, "") for text, gap in zip(between, [*gaps, ""], strict=True))
    return let_come_back(request, HttpResponse(page, status=UNAVAILABLE), username, busy)
