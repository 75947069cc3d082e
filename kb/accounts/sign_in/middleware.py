"""What any page on which somebody signs in answers, where the backend refused to look at a password.

Our own sign-in page says it itself, with the name still in its box. This is for those of packages.
"""

from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

from kb.accounts.sign_in import passes
from kb.accounts.sign_in.gate import Busy
from kb.accounts.sign_in.tries import TooManyTries
from kb.lib.http import answer_later

UNAVAILABLE = 503
TOO_MANY_REQUESTS = 429
# Who asks again and again without a rest is told no earlier than after so many seconds, whether they waited in the row
# or with the web server: else a program that is turned away at once takes the cores from those who are looked at.
TOLD_AFTER = 0.75


def minutes_in_words(seconds: int) -> str:
    minutes = ceil(seconds / 60)
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def let_come_back(request: HttpRequest, response: HttpResponse, username: str, busy: Busy) -> HttpResponse:
    """In two seconds, before those who did not wait."""
    response["Retry-After"] = str(busy.retry_after)
    response["Cache-Control"] = "private, no-store"
    # Django writes an error into the log for each answer above 499; a flood of sign-ins would be a flood of lines.
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark
    answer_later(request, max(0.0, TOLD_AFTER - busy.waited))
    passes.let_wait(request, response, username)
    return response


class SignInRefusals(MiddlewareMixin):
    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Busy):
            username = request.POST.get("username") or request.POST.get("login") or ""
            page = render(request, "accounts/busy.html", status=UNAVAILABLE)
            return let_come_back(request, page, username, exception)
        if isinstance(exception, TooManyTries):
            context = {"wait": minutes_in_words(exception.retry_after)}
            response = render(request, "accounts/busy.html", context, status=TOO_MANY_REQUESTS)
            response["Retry-After"] = str(exception.retry_after)
            response["Cache-Control"] = "private, no-store"
            return response
        return None
