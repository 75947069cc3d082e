"""What follows a right password where it is not enough, and signing in by a passkey alone. Nobody is signed in before
the code or the passkey is right."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts import actions as accounts
from kb.accounts.guards import open_to_all
from kb.accounts.models import User
from kb.accounts.second_factor import challenges, passkey_actions, passkeys, pending
from kb.accounts.second_factor.forms import PhoneCodeForm, answer_in
from kb.accounts.second_factor.reading import factors_of, has_factor
from kb.accounts.second_factor.views import COPIED, set_up_page, show_that_it_is_they
from kb.accounts.sign_in.middleware import TOO_MANY_REQUESTS, minutes_in_words
from kb.accounts.sign_in.tries import TooManyTries
from kb.accounts.sign_in_page import destination_of, sign_in_page
from kb.accounts.throttle import client_address
from kb.lib.http import UNPROCESSABLE, kept_by_nobody
from kb.lib.openid import provider_name

FORBIDDEN = 403
UNKNOWN_PASSKEY = "This passkey is not known here, or could not be checked. Sign in with your username and password."

ELSEWHERE = "Your account signs in with {name}. Do that first; the passkey is asked for after it."


@kept_by_nobody()
@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code", "credential")
def code(request: HttpRequest) -> HttpResponse:
    person = pending.person_of(request)
    if person is None or not has_factor(person):
        return redirect("accounts:sign-in")
    factors = factors_of(person)
    form = PhoneCodeForm(request.POST if request.method == "POST" else None, has_phone=bool(factors.phone))
    if request.method == "POST" and show_that_it_is_they(request, person, form):
        destination, through = pending.end(request)
        accounts.begin_session(request=request, by=person, through=through)
        challenges.note_shown(request)
        return redirect(destination)
    context = {"form": form, "factors": factors, "name": person.name}
    return render(request, "accounts/second-factor/code.html", context, status=UNPROCESSABLE if form.errors else 200)


@kept_by_nobody()
@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code", "proposal", "credential")
def set_up_first(request: HttpRequest) -> HttpResponse:
    """Where the days are over in which a password alone lets somebody in."""
    person = pending.person_of(request)
    if person is None or has_factor(person):
        return redirect("accounts:sign-in")
    response = set_up_page(request, person, after="", is_first=True)
    if has_factor(person):
        _, through = pending.end(request)
        accounts.begin_session(request=request, by=person, through=through)
        challenges.note_shown(request)
    return response


# --- Passkeys --------------------------------------------------------------------------------------------------------


def _who_may_add(request: HttpRequest) -> User | None:
    if request.user.is_authenticated:
        return request.user if challenges.was_just_shown(request) or not has_factor(request.user) else None
    person = pending.person_of(request)
    return person if person and not has_factor(person) else None


@kept_by_nobody()
@open_to_all
@require_POST
def passkey_options(request: HttpRequest) -> JsonResponse:
    """What a script asks the browser for; `what` it is for: to add one, to show one's own, or to sign in with it."""
    what = request.POST.get("what", "")
    if not passkeys.site_id() or what not in {"add", "show", "alone"}:
        return JsonResponse({}, status=FORBIDDEN)
    challenge = passkeys.new_challenge()
    if what == "alone":
        challenges.keep(request, challenges.KeptChallenge(challenge), None)
        return JsonResponse(passkeys.asked_to_show(challenge=challenge))
    signed_in = request.user if request.user.is_authenticated else pending.person_of(request)
    person = _who_may_add(request) if what == "add" else signed_in
    if person is None:
        return JsonResponse({}, status=FORBIDDEN)
    kept = [one.credential for one in factors_of(person).passkeys]
    if what == "show":
        challenges.keep(request, challenges.KeptChallenge(challenge), person)
        return JsonResponse(passkeys.asked_to_show(challenge=challenge, kept=kept))
    handle = passkey_actions.handle_of(person)
    challenges.keep(request, challenges.KeptChallenge(challenge, handle), person)
    asked = passkeys.asked_to_create(
        challenge=challenge, handle=handle, username=person.username, name=person.name, kept=kept
    )
    return JsonResponse(asked)


@kept_by_nobody()
@open_to_all
@require_POST
@sensitive_post_parameters("credential")
def passkey_alone(request: HttpRequest) -> HttpResponse:
    """In place of name and password: a passkey asks for a finger, a face or a PIN, so it is two factors by itself."""
    destination, challenge = destination_of(request), challenges.take(request, None).challenge
    answer = answer_in(request.POST.get("credential", ""))
    try:
        person = passkey_actions.use_alone(address=client_address(request), challenge=challenge, answer=answer)
    except passkey_actions.CopiedPasskey:
        return sign_in_page(request, trouble=COPIED, destination=destination, status=UNPROCESSABLE)
    except passkey_actions.SignsInElsewhere:
        trouble = ELSEWHERE.format(name=provider_name() or "the provider")
        return sign_in_page(request, trouble=trouble, destination=destination, status=UNPROCESSABLE)
    except passkeys.NotThatPasskey:
        return sign_in_page(request, trouble=UNKNOWN_PASSKEY, destination=destination, status=UNPROCESSABLE)
    except TooManyTries as limit:
        trouble = f"Too many passkeys were tried from here. Wait {minutes_in_words(limit.retry_after)}, then try again."
        return sign_in_page(request, trouble=trouble, destination=destination, status=TOO_MANY_REQUESTS)
    accounts.begin_session(request=request, by=person)
    challenges.note_shown(request)
    return HttpResponseRedirect(destination)
