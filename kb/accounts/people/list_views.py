"""The list of people, and inviting somebody."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.models import Invitation
from kb.accounts.people import inviting, mails
from kb.accounts.people.forms import InviteForm
from kb.accounts.people.inviting import SentLink
from kb.accounts.people.presenters import invited_lines, lines
from kb.accounts.people.reading import PeopleList
from kb.accounts.people.refusals import AlreadyHere, LinkIsOver, PeopleRefusal
from kb.accounts.people.rules import INVITED_FOR
from kb.accounts.roles import May
from kb.lib.http import CONFLICT, reads_only, said
from kb.lib.panels import PanelRefusal, Refusals, attempt

REFUSALS: Refusals = {
    AlreadyHere: PanelRefusal(lambda refused: [("email", str(refused))]),
    PeopleRefusal: PanelRefusal(lambda refused: [(None, str(refused))], CONFLICT),
}


@needs(May.MANAGE_PEOPLE)
@reads_only
def people(request: SignedInRequest) -> HttpResponse:
    listing = PeopleList(request)
    context = {
        "listing": listing,
        "lines": lines(listing.page, listing.today),
        "invited": invited_lines(listing.invitations, listing.now),
        "said": said(request),
    }
    return render(request, "accounts/people/all.html", context)


def link_sent(request: SignedInRequest, sent: SentLink, *, works: str, then: str, what: str) -> HttpResponse:
    """Where it went by mail, back to `then`. Else the link, on this one page and never again: nobody keeps it."""
    if not sent.link:
        messages.success(request, f"{what} is on its way to {sent.to}. {works}")
        return redirect(then)
    return render(request, "accounts/people/link.html", {"sent": sent, "works": works, "then": then, "what": what})


def _invitation_sent(request: SignedInRequest, sent: SentLink) -> HttpResponse:
    works = f"The link in it works for {INVITED_FOR.days} days, and once."
    return link_sent(request, sent, works=works, then="accounts:people", what="The invitation")


@needs(May.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest) -> HttpResponse:
    form, status, sent = InviteForm(request.POST if request.method == "POST" else None), 200, []
    if form.is_bound:
        status = attempt(
            form, lambda typed: sent.append(inviting.invite(**typed, by=request.user)), REFUSALS, latest=dict
        )
        if sent:
            return _invitation_sent(request, sent[0])
    context = {"form": form, "mails_go_out": mails.reach_people(), "days": INVITED_FOR.days}
    return render(request, "accounts/people/invite.html", context, status=status)


def _none_left(request: SignedInRequest) -> HttpResponse:
    messages.success(request, "This invitation is over already: they have joined, or somebody took it back.")
    return redirect("accounts:people")


@needs(May.MANAGE_PEOPLE)
@require_POST
def invite_again(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        sent = inviting.send_again(invitation=invitation, by=request.user)
    except LinkIsOver:
        return _none_left(request)
    return _invitation_sent(request, sent)


@needs(May.MANAGE_PEOPLE)
@require_POST
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        inviting.take_back(invitation=invitation, by=request.user)
    except LinkIsOver:
        return _none_left(request)
    messages.success(request, f"The invitation of {invitation.name} is taken back. Its link does not work any more.")
    return redirect("accounts:people")
