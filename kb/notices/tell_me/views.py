"""Asking to be told, and the page of the link in the mail. Opening it changes nothing: mail servers open links too."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kb.accounts import throttle
from kb.accounts.guards import open_to_all, same_site_post
from kb.lib.http import UNPROCESSABLE, kept_by_nobody, reads_only, see
from kb.notices.tell_me import actions, mails
from kb.notices.tell_me.forms import TellMeForm
from kb.notices.tell_me.reading import awaited, awaited_by

GONE, TOO_MANY = 410, 429
NETWORK, MOST_OF_NETWORK, HOUR = "tell me, of a network address", 30, 3600


@kept_by_nobody()
@same_site_post
def ask(request: HttpRequest) -> HttpResponse:
    if not mails.reach_people():
        raise Http404
    form = TellMeForm(request.POST)
    is_valid = form.is_valid()
    what = awaited(form.cleaned_data.get("about", ""))
    if what is None:
        raise Http404
    if what.fixed:
        return see(what.fixed)
    if not is_valid:
        return render(request, "notices/tell_me/ask.html", {"form": form, "what": what}, status=UNPROCESSABLE)
    network = throttle.network_address(request)
    if network and not throttle.allow(action=NETWORK, key=network, limit=MOST_OF_NETWORK, seconds=HOUR).ok:
        form.add_error(None, "Many people asked from your network just now. Try again in an hour.")
        return render(request, "notices/tell_me/ask.html", {"form": form, "what": what}, status=TOO_MANY)
    actions.ask(email=form.cleaned_data["email"], what=what)
    return see(reverse("notices:tell-me-sent"))


@kept_by_nobody()
@open_to_all
@reads_only
def sent(request: HttpRequest) -> HttpResponse:
    """The same for every address, known or not."""
    return render(request, "notices/tell_me/sent.html")


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "notices/tell_me/over.html", status=GONE)


@open_to_all
@reads_only
def _show(request: HttpRequest, secret: str) -> HttpResponse:
    now = timezone.now()
    subscriber = actions.subscriber_of(secret, now)
    if subscriber is None:
        return _over(request)
    context = {"what": awaited_by(subscriber, now), "is_confirmed": subscriber.confirmed_at is not None}
    return render(request, "notices/tell_me/link.html", context | {"secret": secret})


def _decide(request: HttpRequest, secret: str) -> HttpResponse:
    subscriber = actions.subscriber_of(secret, timezone.now())
    if subscriber is None:
        return _over(request)
    if "stop" in request.POST:
        actions.stop(subscriber=subscriber)
        return render(request, "notices/tell_me/stopped.html")
    actions.confirm(subscriber=subscriber)
    return see(reverse("notices:tell-me-link", args=[secret]))


link = kept_by_nobody()(same_site_post(_decide, or_get=_show))
