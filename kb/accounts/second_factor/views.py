"""The pages of one's own second factor."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts.guards import SignedInRequest, signed_in
from kb.accounts.models import User
from kb.accounts.second_factor import actions, challenges, passkey_actions, passkeys, rules
from kb.accounts.second_factor.forms import PasskeyForm, PhoneCodeForm, SetUpForm, answer_in
from kb.accounts.second_factor.reading import factors_of, has_factor, phone_of
from kb.accounts.sign_in.middleware import minutes_in_words
from kb.accounts.sign_in.tries import TooManyTries
from kb.lib import dates
from kb.lib.http import UNPROCESSABLE, is_own_path, said
from kb.lib.qr import unkept_svg

WRONG = "This code is not right, or was used already. Enter the one that your phone shows now."
WRONG_PASSKEY = "This passkey could not be checked. Try again, or use another."
COPIED = (
    "This passkey was refused: a copy of it may be in use. "
    "Use another way to sign in, remove this passkey, and tell an administrator."
)
OVER = "This page was open for too long. Scan the new square with your phone."
READS_AND_SENDS = ["GET", "HEAD", "POST"]


def landing(person: User, destination: str) -> str:
    """Where signing in leads: to setting up a second factor where it is asked, with a way on."""
    if rules.is_asked_of(person.role) and not has_factor(person):
        return f"{reverse('accounts:second-factor')}?{urlencode({'next': destination})}"
    return destination


def act_with(form: BaseForm, act: Callable[[], object], box: str | None = "code") -> bool:
    """Whether it was done; else the form says why not."""
    try:
        act()
    except actions.WrongCode:
        form.add_error(box, WRONG)
    except passkey_actions.CopiedPasskey:
        form.add_error(None, COPIED)
    except passkeys.NotThatPasskey:
        form.add_error(None, WRONG_PASSKEY)
    except passkey_actions.TooManyPasskeys:
        form.add_error(None, "You have 20 passkeys. Remove one first.")
    except TooManyTries as limit:
        what = "codes" if box else "passkeys"
        form.add_error(box, f"Too many {what} were tried. Wait {minutes_in_words(limit.retry_after)}, then try again.")
    else:
        return True
    return False


def show_that_it_is_they(request: HttpRequest, person: User, form: PhoneCodeForm) -> bool:
    """By a code or by a passkey; else the form says why not."""
    if text := request.POST.get("credential"):
        # The box for the code was left empty on purpose.
        form.errors.clear()
        challenge = challenges.take(request, person).challenge
        return act_with(
            form, lambda: passkey_actions.use(person=person, challenge=challenge, answer=answer_in(text)), None
        )
    return form.is_valid() and act_with(form, lambda: actions.check(person=person, code=form.cleaned_data["code"]))


# --- Setting up ------------------------------------------------------------------------------------------------------


def _codes_page(request: HttpRequest, codes: list[str], **context: Any) -> HttpResponse:  # noqa: ANN401 - what a page takes
    return render(request, "accounts/second-factor/codes.html", {"codes": codes, **context})


def set_up_page(request: HttpRequest, person: User, *, after: str, **context: Any) -> HttpResponse:  # noqa: ANN401 - what a page takes
    """Offers both kinds and takes the first; then shows the codes for paper, once. `context` goes to both pages."""
    sent = request.POST if request.method == "POST" else None
    is_passkey = sent is not None and "name" in sent
    form, passkey, codes = (
        SetUpForm(None if is_passkey else sent),
        PasskeyForm(sent if is_passkey else None),
        list[str](),
    )
    if passkey.is_valid() and add_passkey(request, person, passkey, codes):
        return _codes_page(request, codes, after=after, **context)
    if form.is_valid() and _set_up_phone(person, form, codes):
        return _codes_page(request, codes, after=after, is_phone=True, **context)
    return _show_set_up(request, person, form, passkey=passkey, after=after, **context)


def add_passkey(request: HttpRequest, person: User, form: PasskeyForm, codes: list[str]) -> bool:
    kept = challenges.take(request, person)
    answer = answer_in(form.cleaned_data["credential"])

    def add() -> None:
        name = form.cleaned_data["name"]
        codes.extend(
            passkey_actions.add(by=person, name=name, challenge=kept.challenge, handle=kept.handle, answer=answer)
        )

    return act_with(form, add, None)


def _set_up_phone(person: User, form: SetUpForm, codes: list[str]) -> bool:
    typed = form.cleaned_data
    try:
        return act_with(
            form, lambda: codes.extend(actions.set_up(by=person, proposal=typed["proposal"], code=typed["code"]))
        )
    except actions.ProposalIsOver:
        form.add_error(None, OVER)
        return False


def _show_set_up(request: HttpRequest, person: User, form: SetUpForm, **context: Any) -> HttpResponse:  # noqa: ANN401 - what a page takes
    """`passkey`: its form, where one is offered."""
    proposal, passkey = request.POST.get("proposal", ""), context.get("passkey")
    try:
        seed = actions.seed_of(proposal, person)
    except actions.ProposalIsOver:
        proposal = actions.proposal(person)
        seed = actions.seed_of(proposal, person)
    square = unkept_svg(rules.address_for_a_phone(seed, person.username), title="Square to scan with your phone")
    shown = {"form": form, "proposal": proposal, "square": square, "key": rules.shown_key(seed)}
    shown["problem"] = next((one for one in (passkey, form) if one and one.errors), None)
    shown["takes_passkeys"] = bool(passkey and passkeys.site_id())
    status = UNPROCESSABLE if shown["problem"] else 200
    return render(request, "accounts/second-factor/set-up.html", shown | context, status=status)


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    return wanted if is_own_path(wanted) else reverse("accounts:account")


@signed_in
@require_http_methods(READS_AND_SENDS)
@sensitive_post_parameters("code", "proposal", "credential")
def second_factor(request: SignedInRequest) -> HttpResponse:
    person = request.user
    if has_factor(person):
        return _show(request)
    due = person.second_factor_due if rules.is_asked_of(person.role) else None
    later = _next(request) if request.GET.get("next") else ""
    response = set_up_page(request, person, after=_next(request), later=later, due=dates.day(due) if due else "")
    if request.method == "POST" and has_factor(person):
        challenges.note_shown(request)
    return response


# --- What somebody has -----------------------------------------------------------------------------------------------


def _show(request: SignedInRequest, *, passkey: PasskeyForm | None = None) -> HttpResponse:
    factors = factors_of(request.user)
    lines = [
        {
            "passkey": one,
            "added": dates.day(one.added_at),
            "used": dates.day_and_clock(one.last_used_at) if one.last_used_at else "Not yet",
        }
        for one in factors.passkeys
    ]
    context = {
        "factors": factors,
        "lines": lines,
        "since": dates.day(factors.phone.added_at) if factors.phone else "",
        "may_change": challenges.was_just_shown(request),
        "passkey": passkey or PasskeyForm(),
        "problem": passkey,
        "takes_passkeys": bool(passkeys.site_id()),
        "is_asked": rules.is_asked_of(request.user.role),
        "said": said(request),
    }
    return render(request, "accounts/second-factor/own.html", context, status=UNPROCESSABLE if passkey else 200)


def _confirm_first(address: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('accounts:second-factor-confirm')}?{urlencode({'next': address})}")


def _only_just_shown(request: SignedInRequest) -> HttpResponseRedirect | None:
    """What keeps a change from whoever finds a browser that was left open; nothing where it may be made."""
    own = reverse("accounts:second-factor")
    if not has_factor(request.user):
        return HttpResponseRedirect(own)
    return None if challenges.was_just_shown(request) else _confirm_first(own)


@signed_in
@require_http_methods(READS_AND_SENDS)
@sensitive_post_parameters("code", "credential")
def confirm(request: SignedInRequest) -> HttpResponse:
    """Before something is changed."""
    person, factors = request.user, factors_of(request.user)
    if not (factors.phone or factors.passkeys):
        return redirect("accounts:second-factor")
    form = PhoneCodeForm(request.POST if request.method == "POST" else None, has_phone=bool(factors.phone))
    if request.method == "POST" and show_that_it_is_they(request, person, form):
        challenges.note_shown(request)
        return redirect(_next(request))
    context = {"form": form, "factors": factors, "name": person.name, "is_confirming": True}
    return render(request, "accounts/second-factor/code.html", context, status=UNPROCESSABLE if form.errors else 200)


@signed_in
@require_http_methods(READS_AND_SENDS)
@sensitive_post_parameters("code", "proposal")
def phone(request: SignedInRequest) -> HttpResponse:
    """Beside passkeys."""
    if (first := _only_just_shown(request)) or phone_of(request.user):
        return first or redirect("accounts:second-factor")
    form, codes = SetUpForm(request.POST if request.method == "POST" else None), list[str]()
    if form.is_valid() and _set_up_phone(request.user, form, codes):
        if codes:
            return _codes_page(request, codes, after=reverse("accounts:second-factor"), is_phone=True)
        messages.success(request, "Your phone is set up.")
        return redirect("accounts:second-factor")
    return _show_set_up(request, request.user, form, later=reverse("accounts:second-factor"), is_further=True)


@signed_in
@require_POST
def new_codes(request: SignedInRequest) -> HttpResponse:
    if first := _only_just_shown(request):
        return first
    codes = actions.renew_codes(by=request.user)
    return _codes_page(request, codes, after=reverse("accounts:second-factor"), is_renewed=True)


def _gone(request: SignedInRequest, what: str) -> HttpResponse:
    if has_factor(request.user):
        messages.success(request, what)
        return redirect("accounts:second-factor")
    messages.success(request, f"{what} You sign in with your password alone.")
    return redirect("accounts:account")


@signed_in
@require_POST
def take_away(request: SignedInRequest) -> HttpResponse:
    if first := _only_just_shown(request):
        return first
    actions.take_away(by=request.user)
    return _gone(request, "Your phone is taken away.")


@signed_in
@require_POST
@sensitive_post_parameters("credential")
def another_passkey(request: SignedInRequest) -> HttpResponse:
    if first := _only_just_shown(request):
        return first
    form, codes = PasskeyForm(request.POST), list[str]()
    if not (form.is_valid() and add_passkey(request, request.user, form, codes)):
        return _show(request, passkey=form)
    if codes:
        return _codes_page(request, codes, after=reverse("accounts:second-factor"))
    messages.success(request, f"The passkey “{form.cleaned_data['name']}” is added.")
    return redirect("accounts:second-factor")


@signed_in
@require_POST
def remove_passkey(request: SignedInRequest, pk: int) -> HttpResponse:
    if first := _only_just_shown(request):
        return first
    name = passkey_actions.remove(by=request.user, pk=pk)
    return _gone(request, f"The passkey “{name}” is removed." if name else "This passkey was removed already.")
