"""Signing in through a provider: leaving for it, coming back, and linking an account to it.

A GET only shows a page: what a browser comes back with is sent by the form of that page, at once where scripts run.
"""

import logging
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts import actions as accounts
from kb.accounts import throttle
from kb.accounts.guards import SignedInRequest, needs, open_to_all, signed_in
from kb.accounts.models import User
from kb.accounts.people import inviting
from kb.accounts.people.refusals import LinkIsOver
from kb.accounts.provider import actions, exchange, pending
from kb.accounts.provider.refusals import (
    NoOtherWayIn,
    ProviderAway,
    ProviderRefusal,
    TooLateToLink,
)
from kb.accounts.provider.rules import Provided
from kb.accounts.roles import May
from kb.accounts.second_factor import challenges
from kb.accounts.second_factor import pending as code_pending
from kb.accounts.second_factor.reading import has_factor, next_step
from kb.accounts.second_factor.rules import NextStep
from kb.accounts.second_factor.views import landing
from kb.accounts.sign_in.middleware import TOO_MANY_REQUESTS, UNAVAILABLE, minutes_in_words
from kb.accounts.sign_in.rules import QUARTER
from kb.accounts.sign_in_page import destination_of, sign_in_page
from kb.accounts.views import account_page
from kb.lib import dates
from kb.lib.http import UNPROCESSABLE, kept_by_nobody, reads_only, unlogged
from kb.lib.openid import has_provider, provider_name, the_provider

STARTED_FROM, MOST_FROM = "left for the provider from", 300  # a whole hospital may share an address
LONGEST = 4_000  # of each part of what a browser comes back with
KEYS_KEPT_FOR = 5 * 60  # seconds
PARTS = ("code", "state", "iss", "error")

logger = logging.getLogger(__name__)


def _refused(request: HttpRequest, refusal: ProviderRefusal, destination: str) -> HttpResponse:
    if refusal.why:
        logger.warning("A sign-in through the provider was refused: %s: %r", type(refusal).__name__, refusal.why)
    status = UNAVAILABLE if isinstance(refusal, ProviderAway) else UNPROCESSABLE
    if request.user.is_authenticated:
        return unlogged(account_page(cast(SignedInRequest, request), status=status, trouble=str(refusal)))
    return unlogged(sign_in_page(request, trouble=str(refusal), destination=destination, status=status))


def _leave(request: HttpRequest, departure: pending.Departure) -> HttpResponse:
    """By a page that leads on by itself: the content policy lets no form of ours lead to another site."""
    if not has_provider():
        raise Http404
    address = throttle.client_address(request)
    allowed = throttle.allow(action=STARTED_FROM, key=address, limit=MOST_FROM, seconds=QUARTER)
    if not allowed.ok:
        wait = minutes_in_words(allowed.retry_after)
        trouble = f"Too many sign-ins through {provider_name()} began from here. Wait {wait}, then try again."
        return sign_in_page(request, trouble=trouble, destination=departure.next, status=TOO_MANY_REQUESTS)
    try:
        there = exchange.address_to_go(departure)
    except ProviderRefusal as refusal:
        return _refused(request, refusal, departure.next)
    pending.keep(request, departure)
    response = render(request, "accounts/provider/going.html", {"there": there, "provider": provider_name()})
    response["Refresh"] = f"0; url={there}"
    return response


@kept_by_nobody()
@open_to_all
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    return _leave(request, pending.Departure(next=destination_of(request)))


@kept_by_nobody()
@open_to_all
@require_POST
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """By an invitation, without a password."""
    try:
        invitation = inviting.invitation_of(secret)
    except LinkIsOver:
        return redirect("accounts:join", secret=secret)
    return _leave(request, pending.Departure(next=reverse("accounts:staff"), invitation=invitation.digest))


@signed_in
@require_POST
def link(request: SignedInRequest) -> HttpResponse:
    """Whoever finds a browser that was left open links no account of theirs."""
    if not has_provider():
        raise Http404
    if has_factor(request.user) and not challenges.was_just_shown(request):
        return HttpResponseRedirect(f"{reverse('accounts:second-factor-confirm')}?next={reverse('accounts:account')}")
    if not (challenges.has_just_signed_in(request) or challenges.was_just_shown(request)):
        return _refused(request, TooLateToLink(), "")
    return _leave(request, pending.Departure(next=reverse("accounts:account"), person=request.user.pk))


@signed_in
@require_POST
def unlink(request: SignedInRequest) -> HttpResponse:
    try:
        actions.unlink(person=request.user, by=request.user)
    except NoOtherWayIn as refusal:
        return _refused(request, refusal, "")
    messages.success(request, f"Your account is no longer linked to {provider_name() or 'a provider'}.")
    return redirect("accounts:account")


@needs(May.MANAGE_PEOPLE)
@require_POST
def take_away_link(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of somebody else, whose account there is in wrong hands or gone."""
    person = get_object_or_404(User, pk=pk)
    if person == request.user:
        return redirect("accounts:account")
    actions.unlink(person=person, by=request.user)
    messages.success(request, "The link is taken away. They sign in with their password, and can link it again.")
    return redirect("accounts:person", pk=person.pk)


@open_to_all
@reads_only
def keys(request: HttpRequest) -> HttpResponse:
    """The public halves of those with which this site proves itself, for the provider to ask (RFC 7517)."""
    published = [key.public() for key in the_provider().keys] if has_provider() else []
    if not published:
        raise Http404
    return JsonResponse({"keys": published}, headers={"Cache-Control": f"public, max-age={KEYS_KEPT_FOR}"})


# --- Coming back -----------------------------------------------------------------------------------------------------


@kept_by_nobody()
@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code", "state")
def back(request: HttpRequest) -> HttpResponse:
    if not has_provider():
        raise Http404
    if request.method != "POST":
        came = {part: request.GET[part][:LONGEST] for part in PARTS if part in request.GET}
        return render(request, "accounts/provider/back.html", {"came": came, "provider": provider_name()})
    said = {part: request.POST[part][:LONGEST] for part in PARTS if part in request.POST}
    destination = destination_of(request)
    try:
        departure = pending.take(request, said.get("state", ""))
        destination = departure.next
        provided = exchange.who_came_back(departure, said)
        return _arrive(request, departure, provided)
    except ProviderRefusal as refusal:
        return _refused(request, refusal, destination)


def _arrive(request: HttpRequest, departure: pending.Departure, provided: Provided) -> HttpResponse:
    """Raises a ProviderRefusal."""
    if departure.person is not None:
        return _linked(request, departure, provided)
    if departure.invitation:
        person = actions.join(provided=provided, invitation=departure.invitation)
    else:
        person = actions.sign_in_as(provided)
    return HttpResponseRedirect(_let_in(request, person, departure.next, is_two=provided.is_second_factor))


def _linked(request: HttpRequest, departure: pending.Departure, provided: Provided) -> HttpResponse:
    """Only whoever left, and is signed in still."""
    if not request.user.is_authenticated or request.user.pk != departure.person:
        return redirect("accounts:sign-in")
    actions.link(provided=provided, by=request.user)
    messages.success(request, f"Your account is linked: you can sign in with {provider_name()}.")
    return redirect("accounts:account")


def _let_in(request: HttpRequest, person: User, destination: str, *, is_two: bool) -> str:
    """Where they go on. A provider that asked for one factor only stands in the place of the password."""
    step = NextStep.IN if is_two else next_step(person, dates.in_london(timezone.now()).date())
    if step is not NextStep.IN:
        code_pending.begin(request, person, destination, through=provider_name())
        return reverse("accounts:sign-in-code" if step is NextStep.CODE else "accounts:sign-in-set-up")
    accounts.begin_session(request=request, by=person, has_shown_two=is_two, through=provider_name())
    return destination if is_two else landing(person, destination)
