"""The pages of one's own second factor."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts.guards import SignedInRequest, signed_in
from kb.accounts.models import User
from kb.accounts.second_factor import actions, rules
from kb.accounts.second_factor.forms import PhoneCodeForm, SetUpForm
from kb.accounts.sign_in.middleware import minutes_in_words
from kb.accounts.sign_in.tries import TooManyTries
from kb.lib import dates
from kb.lib.http import UNPROCESSABLE, is_own_path, said
from kb.lib.qr import unkept_svg

WRONG = "This code is not right, or was used already. Enter the one that your phone shows now."
OVER = "This page was open for too long. Scan the new square with your phone."


def landing(person: User, destination: str) -> str:
    """Where signing in leads: to setting up a second factor where it is asked, with a way on."""
    if rules.is_asked_of(person.role) and actions.factor_of(person) is None:
        return f"{reverse('accounts:second-factor')}?{urlencode({'next': destination})}"
    return destination


def act_with(form: PhoneCodeForm | SetUpForm, act: Callable[[], object]) -> bool:
    """Whether it was done; else the form says why not."""
    try:
        act()
    except actions.WrongCode:
        form.add_error("code", WRONG)
    except TooManyTries as limit:
        form.add_error(
            "code", f"Too many codes were tried. Wait {minutes_in_words(limit.retry_after)}, then try again."
        )
    else:
        return True
    return False


def set_up_page(request: HttpRequest, person: User, *, after: str, **context: Any) -> HttpResponse:  # noqa: ANN401 - what a page takes
    """Shows the square and takes the first code; then shows the codes for paper, once. `context` goes to both pages."""
    sent = request.POST if request.method == "POST" else None
    form, proposal, status = SetUpForm(sent), request.POST.get("proposal", ""), 200
    if form.is_valid():
        codes: list[str] = []
        try:
            done = act_with(
                form, lambda: codes.extend(actions.set_up(by=person, proposal=proposal, code=form.cleaned_data["code"]))
            )
        except actions.ProposalIsOver:
            form.add_error(None, OVER)
            done = False
        if done:
            return render(request, "accounts/second-factor/codes.html", {"codes": codes, "after": after, **context})
    status = UNPROCESSABLE if form.errors else 200
    try:
        seed = actions.seed_of(proposal, person)
    except actions.ProposalIsOver:
        proposal = actions.proposal(person)
        seed = actions.seed_of(proposal, person)
    square = unkept_svg(rules.address_for_a_phone(seed, person.username), title="Square to scan with your phone")
    shown = {"form": form, "proposal": proposal, "square": square, "key": rules.shown_key(seed), "after": after}
    return render(request, "accounts/second-factor/set-up.html", shown | context, status=status)


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    return wanted if is_own_path(wanted) else reverse("accounts:account")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code", "proposal")
def second_factor(request: SignedInRequest) -> HttpResponse:
    person = request.user
    if actions.factor_of(person):
        return _show(request)
    due = person.second_factor_due if rules.is_asked_of(person.role) else None
    later = _next(request) if request.GET.get("next") else ""
    return set_up_page(request, person, after=_next(request), later=later, due=dates.day(due) if due else "")


def _show(request: SignedInRequest, *, form: PhoneCodeForm | None = None, which: str = "") -> HttpResponse:
    factor = actions.factor_of(request.user)
    forms = {name: PhoneCodeForm(auto_id=f"{name}_%s") for name in ("renew", "take_away")}
    if form:
        forms[which] = form
    context = {
        "factor": factor,
        "since": dates.day(factor.added_at) if factor else "",
        "left": factor.recovery_codes.count() if factor else 0,
        "forms": forms,
        "problem": form,
        "is_asked": rules.is_asked_of(request.user.role),
        "said": said(request),
    }
    return render(request, "accounts/second-factor/own.html", context, status=UNPROCESSABLE if form else 200)


@signed_in
@require_POST
@sensitive_post_parameters("code")
def new_codes(request: SignedInRequest) -> HttpResponse:
    form, codes = PhoneCodeForm(request.POST, auto_id="renew_%s"), list[str]()
    if form.is_valid() and act_with(
        form, lambda: codes.extend(actions.renew_codes(by=request.user, code=form.cleaned_data["code"]))
    ):
        context = {"codes": codes, "after": reverse("accounts:second-factor")}
        return render(request, "accounts/second-factor/codes.html", context)
    return _show(request, form=form, which="renew") if actions.factor_of(request.user) else redirect("accounts:account")


@signed_in
@require_POST
@sensitive_post_parameters("code")
def take_away(request: SignedInRequest) -> HttpResponse:
    form = PhoneCodeForm(request.POST, auto_id="take_away_%s")
    if form.is_valid() and act_with(form, lambda: actions.take_away(by=request.user, code=form.cleaned_data["code"])):
        messages.success(request, "Your second factor is taken away. You sign in with your password alone.")
        return redirect("accounts:account")
    if not actions.factor_of(request.user):
        return redirect("accounts:account")
    return _show(request, form=form, which="take_away")
