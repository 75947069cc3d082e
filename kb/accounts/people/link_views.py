"""What opens by a secret link, and where somebody asks for one. Opening it changes nothing: mail servers open links
too, to look at them before the person does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kb.accounts import actions
from kb.accounts.forms import NewPasswordForm
from kb.accounts.guards import open_to_all
from kb.accounts.models import User
from kb.accounts.people import inviting, mails, resetting
from kb.accounts.people.forms import ForgottenForm, JoinForm
from kb.accounts.people.refusals import LinkIsOver
from kb.accounts.people.rules import offered_username
from kb.accounts.roles import Role, abilities_in_words
from kb.accounts.second_factor.views import landing
from kb.accounts.sign_in.gate import Busy
from kb.accounts.sign_in.middleware import TOO_MANY_REQUESTS, UNAVAILABLE, minutes_in_words
from kb.accounts.sign_in.tries import TooManyTries
from kb.accounts.throttle import client_address
from kb.lib.http import UNPROCESSABLE, kept_by_nobody, unlogged
from kb.lib.openid import provider_name

GONE = 410
READS_AND_SENDS = ["GET", "HEAD", "POST"]


def _over(request: HttpRequest, *, is_invitation: bool) -> HttpResponse:
    context = {"is_invitation": is_invitation, "mails_go_out": mails.reach_people()}
    return render(request, "accounts/link/over.html", context, status=GONE)


def _busy(request: HttpRequest, template: str, context: dict[str, object], busy: Busy) -> HttpResponse:
    response = unlogged(render(request, template, context | {"is_busy": True}, status=UNAVAILABLE))
    response["Retry-After"] = str(busy.retry_after)
    return response


@kept_by_nobody()
@open_to_all
@require_http_methods(READS_AND_SENDS)
@sensitive_post_parameters()
def join(request: HttpRequest, secret: str) -> HttpResponse:
    try:
        invitation = inviting.invitation_of(secret)
    except LinkIsOver:
        return _over(request, is_invitation=True)
    offered = offered_username(invitation.name, is_taken=lambda one: User.objects.named(one).exists())
    sent = request.POST if request.method == "POST" else None
    form = JoinForm(sent, email=invitation.email, initial={"name": invitation.name, "username": offered})
    role = Role(invitation.role)
    context = {"form": form, "by": invitation.invited_by, "role": role.label, "abilities": abilities_in_words(role)}
    context |= {"provider": provider_name(), "secret": secret}
    if form.is_valid():
        typed = form.cleaned_data
        try:
            person = inviting.join(
                secret=secret, username=typed["username"], name=typed["name"], password=typed["new_password"]
            )
        except LinkIsOver:
            return _over(request, is_invitation=True)
        except actions.UsernameTaken as taken:
            form.add_error("username", f"The username '{taken}' is taken. Choose another.")
        except Busy as busy:
            return _busy(request, "accounts/link/join.html", context, busy)
        else:
            actions.begin_session(request=request, by=person)
            return redirect(landing(person, reverse("accounts:staff")))
    return render(request, "accounts/link/join.html", context, status=UNPROCESSABLE if form.errors else 200)


@kept_by_nobody()
@open_to_all
@require_http_methods(READS_AND_SENDS)
@sensitive_post_parameters()
def new_password(request: HttpRequest, secret: str) -> HttpResponse:
    try:
        person = resetting.person_of(secret)
    except LinkIsOver:
        return _over(request, is_invitation=False)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, person=person)
    context = {"form": form, "username": person.username}
    if form.is_valid():
        try:
            resetting.set_password(secret=secret, password=form.cleaned_data["new_password"])
        except LinkIsOver:
            return _over(request, is_invitation=False)
        except Busy as busy:
            return _busy(request, "accounts/link/new-password.html", context, busy)
        return render(request, "accounts/link/password-set.html", context)
    return render(request, "accounts/link/new-password.html", context, status=UNPROCESSABLE if form.errors else 200)


@kept_by_nobody()
@open_to_all
@require_http_methods(READS_AND_SENDS)
def forgotten(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether anybody has that name or not."""
    form = ForgottenForm(request.POST if request.method == "POST" and mails.reach_people() else None)
    context = {"form": form, "mails_go_out": mails.reach_people(), "hours": mails.hours_of_a_link()}
    if form.is_valid():
        try:
            resetting.ask_for_link(typed=form.cleaned_data["who"], address=client_address(request))
        except TooManyTries as limit:
            how_long = minutes_in_words(limit.retry_after)
            form.add_error(None, f"Too many links were asked for from here. Wait {how_long}, then try again.")
            response = render(request, "accounts/link/forgotten.html", context, status=TOO_MANY_REQUESTS)
            response["Retry-After"] = str(limit.retry_after)
            return response
        return render(request, "accounts/link/asked.html", context)
    return render(request, "accounts/link/forgotten.html", context, status=UNPROCESSABLE if form.errors else 200)
