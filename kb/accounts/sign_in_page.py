"""The page on which people sign in, with every way in that this site offers."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url

from kb.accounts.forms import SignInForm
from kb.accounts.second_factor import passkeys
from kb.accounts.sign_in import opened
from kb.lib.http import is_own_path
from kb.lib.openid import provider_name


def destination_of(request: HttpRequest) -> str:
    """Where to go once signed in: what was asked for, if it is a path on this host."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if is_own_path(wanted) else resolve_url(settings.LOGIN_REDIRECT_URL)


def context_of(request: HttpRequest, form: SignInForm, destination: str) -> dict[str, Any]:
    return {
        "form": form,
        "next": destination,
        "opened": opened.opened_now(request),
        "takes_passkeys": bool(passkeys.site_id()),
        "provider": provider_name(),
    }


def sign_in_page(request: HttpRequest, *, trouble: str, destination: str, status: int) -> HttpResponse:
    """After another way in than the password: `trouble` says what was wrong with it."""
    context = context_of(request, SignInForm(), destination) | {"trouble": [{"text": trouble}]}
    return render(request, "accounts/sign-in.html", context, status=status)
