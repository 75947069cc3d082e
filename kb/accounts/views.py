"""Pages on which a person signs in and out, sees their own account and changes their password."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts import actions
from kb.accounts.browser_texts import browser_texts
from kb.accounts.forms import AwayForm, PasswordForm, SignInForm
from kb.accounts.guards import SignedInRequest, answer_when_expired, needs, open_to_all, signed_in
from kb.accounts.people.presenters import linked
from kb.accounts.roles import May, abilities_in_words, may
from kb.accounts.second_factor import pending
from kb.accounts.second_factor.reading import has_factor
from kb.accounts.second_factor.rules import NextStep
from kb.accounts.second_factor.views import landing
from kb.accounts.sign_in.busy_page import busy_page
from kb.accounts.sign_in.gate import Busy
from kb.accounts.sign_in.middleware import TOO_MANY_REQUESTS, UNAVAILABLE, minutes_in_words
from kb.accounts.sign_in.passes import remember_browser
from kb.accounts.sign_in.tries import TooManyTries
from kb.accounts.sign_in_page import context_of, destination_of
from kb.accounts.signed_out import form_too_old
from kb.accounts.work import work_of
from kb.lib import dates
from kb.lib.http import UNPROCESSABLE, reads_only, said
from kb.lib.openid import provider_name

OUT_OF_REACH = "We cannot sign anybody in at the moment. Nothing is wrong with your password. Try again in a minute."
REFUSED = "The username or password is not right. Check both, then try again."


def _must_wait(request: HttpRequest, template: str, context: dict[str, Any], limit: TooManyTries) -> HttpResponse:
    how_long = minutes_in_words(limit.retry_after)
    context["form"].add_error(None, f"You have tried too many times. Wait {how_long}, then try again.")
    response = render(request, template, context, status=TOO_MANY_REQUESTS)
    response["Retry-After"] = str(limit.retry_after)
    return response


def _signed_in(request: HttpRequest, typed: dict[str, str], destination: str) -> str:
    """Where they go on; to the page of the code, where the password is not enough. Raises what `sign_in` raises."""
    try:
        person = actions.sign_in(request=request, **typed)
    except actions.MoreIsAsked as asked:
        pending.begin(request, asked.person, destination)
        return _page_of_the_code(is_set_up=asked.step is NextStep.CODE)
    return landing(person, destination)


def _leads_on(request: HttpRequest, destination: str) -> str:
    """From the empty form, whoever is in, or has only a code to type; not who wants to sign in as somebody else."""
    if request.user.is_authenticated:
        return landing(request.user, destination)
    if "again" in request.GET or not (person := pending.person_of(request)):
        return ""
    return _page_of_the_code(is_set_up=has_factor(person))


def _page_of_the_code(*, is_set_up: bool) -> str:
    return reverse("accounts:sign-in-code" if is_set_up else "accounts:sign-in-set-up")


@open_to_all
@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    destination = destination_of(request)
    if request.method != "POST" and (leads_to := _leads_on(request, destination)):
        return HttpResponseRedirect(leads_to)
    form = SignInForm(request.POST if request.method == "POST" else None)
    context = context_of(request, form, destination)
    if form.is_valid():
        username = form.cleaned_data["username"]
        try:
            leads_to = _signed_in(request, form.cleaned_data, destination)
        except actions.SignInRefused:
            form.add_error(None, REFUSED)
        except TooManyTries as limit:
            return _must_wait(request, "accounts/sign-in.html", context, limit)
        except Busy as busy:
            return busy_page(request, busy, username=username, destination=destination)
        except (OperationalError, InterfaceError):
            form.add_error(None, OUT_OF_REACH)
            return render(request, "accounts/sign-in.html", context | {"staff": None}, status=UNAVAILABLE)
        else:
            response = HttpResponseRedirect(leads_to)
            remember_browser(request, response, username)
            return response
    return render(request, "accounts/sign-in.html", context)


@open_to_all
@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        if request.user.is_authenticated:
            actions.sign_out(request=request, by=request.user)
        response = redirect("accounts:sign-out")
        # What the browser still has of pages that were shown to this person. The cookies of the site stay.
        response["Clear-Site-Data"] = '"cache"'
        return response
    tag = browser_texts(request.user).tag if request.user.is_authenticated else ""
    return render(request, "accounts/sign-out.html", {"person": request.user, "tag": tag, "provider": provider_name()})


def _today() -> date:
    return dates.in_london(timezone.now()).date()


def _show_account(request: SignedInRequest, form: AwayForm, *, status: int = 200, trouble: str = "") -> HttpResponse:
    person = request.user
    role = person.get_role_display()
    facts = [
        {"key": "Name", "text": person.name},
        {"key": "Username", "text": person.username},
        {"key": "Email", "text": person.email or "Not known"},
        {"key": "Role", "text": role},
    ]
    context = {
        "facts": facts,
        "role": role,
        "abilities": abilities_in_words(person.role),
        "may_use_desk": may(person, May.USE_DESK),
        "may_write": may(person, May.WRITE_ARTICLES),
        "may_erase": may(person, May.ERASE_CONTENT),
        "provider": provider_name(),
        "linked": linked(person),
        "has_password": person.has_usable_password(),
        "away": form,
        "away_until": dates.day(person.away_until) if person.away_until and person.is_away(form.today) else "",
        "monday_since": dates.day(person.monday_mail_since) if person.monday_mail_since else "",
        "email": person.email,
        "trouble": [{"text": trouble}] if trouble else [],
        "said": said(request),
        "tag": browser_texts(person).tag,
    }
    return render(request, "accounts/account.html", context, status=status)


def account_page(request: SignedInRequest, *, status: int = 200, trouble: str = "") -> HttpResponse:
    """`trouble`: what could not be done with the account, in words."""
    today, person = _today(), request.user
    form = AwayForm(today=today, initial={"until": person.away_until if person.is_away(today) else None})
    return _show_account(request, form, status=status, trouble=trouble)


@signed_in
@reads_only
def staff(request: SignedInRequest) -> HttpResponse:
    """From the foot of every page, and from signing in: to the work of whoever it is."""
    return redirect(work_of(request.user)[0].address)


@signed_in
@reads_only
def account(request: SignedInRequest) -> HttpResponse:
    return account_page(request)


@needs(May.WRITE_ARTICLES)
@require_POST
def away(request: SignedInRequest) -> HttpResponse:
    """Until a day, or back again."""
    form = AwayForm(request.POST, today=_today())
    if "back" in request.POST:
        actions.set_away(by=request.user, until=None, today=form.today)
        messages.success(request, "You are back: your articles are yours to review again.")
    elif form.is_valid():
        until = form.cleaned_data["until"]
        actions.set_away(by=request.user, until=until, today=form.today)
        messages.success(request, f"You are away until {dates.day(until)}. Your deputies stand in until then.")
    else:
        return _show_account(request, form, status=UNPROCESSABLE)
    return redirect("accounts:account")


@needs(May.WRITE_ARTICLES)
@require_POST
def monday_mail(request: SignedInRequest) -> HttpResponse:
    is_wanted = bool(request.POST.get("wanted"))
    actions.set_monday_mail(by=request.user, wanted=is_wanted, now=timezone.now())
    messages.success(request, f"You get {'the' if is_wanted else 'no'} email on Mondays from now on.")
    return redirect("accounts:account")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def password(request: SignedInRequest) -> HttpResponse:
    if not request.user.has_usable_password():
        return redirect("accounts:account")
    form = PasswordForm(request.POST if request.method == "POST" else None, person=request.user)
    context = {"form": form, "username": request.user.username}
    if form.is_valid():
        current, new = form.cleaned_data["current_password"], form.cleaned_data["new_password"]
        try:
            actions.change_password(request=request, by=request.user, current=current, new=new)
        except actions.WrongPassword:
            form.add_error("current_password", "Enter the password that you sign in with now.")
        except TooManyTries as limit:
            return _must_wait(request, "accounts/password.html", context, limit)
        except Busy as busy:
            form.add_error(None, "Many people are signing in just now. Wait two seconds, then try again.")
            response = render(request, "accounts/password.html", context, status=UNAVAILABLE)
            response["Retry-After"] = str(busy.retry_after)
            return response
        else:
            messages.success(request, "Your password is changed.")
            return redirect("accounts:account")
    return render(request, "accounts/password.html", context)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A form whose token is no longer good: most often a tab from before somebody signed in or out.

    A view that can show again what was typed has an answer of its own.
    """
    if request.resolver_match and (own := answer_when_expired(request.resolver_match.func)):
        return own(request)
    return form_too_old(request)
