"""What follows a right password where it is not enough. Nobody is signed in before the code is right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kb.accounts import actions as accounts
from kb.accounts.guards import open_to_all
from kb.accounts.second_factor import actions, pending
from kb.accounts.second_factor.forms import PhoneCodeForm
from kb.accounts.second_factor.views import act_with, set_up_page
from kb.lib.http import UNPROCESSABLE, kept_by_nobody


@kept_by_nobody()
@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code")
def code(request: HttpRequest) -> HttpResponse:
    person = pending.person_of(request)
    if person is None or actions.factor_of(person) is None:
        return redirect("accounts:sign-in")
    form = PhoneCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and act_with(form, lambda: actions.check(person=person, code=form.cleaned_data["code"])):
        destination = pending.end(request)
        accounts.begin_session(request=request, by=person)
        return redirect(destination)
    context = {"form": form, "name": person.name}
    return render(request, "accounts/second-factor/code.html", context, status=UNPROCESSABLE if form.errors else 200)


@kept_by_nobody()
@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code", "proposal")
def set_up_first(request: HttpRequest) -> HttpResponse:
    """Where the days are over in which a password alone lets somebody in."""
    person = pending.person_of(request)
    if person is None or actions.factor_of(person) is not None:
        return redirect("accounts:sign-in")
    response = set_up_page(request, person, after="", is_first=True)
    if actions.factor_of(person) is not None:
        pending.end(request)
        accounts.begin_session(request=request, by=person)
    return response
