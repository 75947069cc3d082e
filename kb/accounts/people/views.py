"""The page of one person, and what can be done there."""

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kb.accounts import actions as own
from kb.accounts.audit.reading import AuditList, lines
from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.models import User
from kb.accounts.people import actions, mails, resetting
from kb.accounts.people.forms import BelongsForm, ChangeRoleForm, DetailsForm, NothingToSay, TheirAwayForm
from kb.accounts.people.list_views import link_sent
from kb.accounts.people.presenters import facts
from kb.accounts.people.reading import done_by_or_to
from kb.accounts.people.refusals import NowhereToSend, PeopleRefusal
from kb.accounts.roles import May, may
from kb.accounts.second_factor import actions as second_factor
from kb.accounts.second_factor.reading import has_factor
from kb.lib import dates
from kb.lib.http import CONFLICT, reads_only, said
from kb.lib.listing import address
from kb.lib.openid import provider_name
from kb.lib.panels import Panel, PanelRefusal, Panels, Refusals, Shown, attempt


def find(pk: int) -> User:
    return get_object_or_404(User, pk=pk)


def _today() -> date:
    return dates.in_london(timezone.now()).date()


def _show(request: SignedInRequest, person: User, shown: Shown) -> HttpResponse:
    today = _today()
    context = {
        "person": person,
        "facts": facts(person, today),
        "forms": shown.forms,
        "problem": shown.problem,
        "is_own": person == request.user,
        "is_away": person.is_active and person.is_away(today),
        "may_be_away": may(person, May.WRITE_ARTICLES),
        "has_factor": has_factor(person),
        "is_linked": person.provider_links.exists(),
        "provider": provider_name() or "a provider",
        "mails_go_out": mails.reach_people(),
        "hours": mails.hours_of_a_link(),
        "lines": lines(done_by_or_to(person)),
        "audit": address(AuditList.address, concerning=person.username),
        "said": said(request),
    }
    return render(request, "accounts/people/one.html", context, status=shown.status)


@needs(May.MANAGE_PEOPLE)
@reads_only
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    return PANELS.page(request, find(pk))


def _after(request: SignedInRequest, person: User, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("accounts:person", pk=person.pk)


def _away(*, person: User, until: date, by: User) -> object:
    return own.set_away(person=person, until=until, today=_today(), by=by)


def _back(*, person: User, by: User) -> object:
    return own.set_away(person=person, until=None, today=_today(), by=by)


REFUSALS: Refusals = {
    NowhereToSend: PanelRefusal(lambda refused: [(None, str(refused))]),
    PeopleRefusal: PanelRefusal(lambda refused: [(None, str(refused))], CONFLICT),
}
_panel: Any = partial(Panel, right=May.MANAGE_PEOPLE)
PANELS = Panels(
    noun="person",
    guard=needs,
    may=lambda by, person: partial(may, by),
    find=find,
    show=_show,
    after=_after,
    refusals=REFUSALS,
    panels={
        "role": _panel(
            ChangeRoleForm,
            actions.change_role,
            "The role is changed. It holds from their next click on.",
            begins_with=lambda person: {"role": person.role},
        ),
        "organisation": _panel(
            BelongsForm,
            actions.change_organisation,
            "Whose contacts they keep is changed. It holds from their next click on.",
            begins_with=lambda person: {"organisation": person.organisation},
        ),
        "details": _panel(
            DetailsForm,
            actions.change_details,
            "Name and email are changed.",
            begins_with=lambda person: {"name": person.name, "email": person.email},
        ),
        "away": _panel(
            TheirAwayForm,
            _away,
            "They are away until then. Their deputies stand in.",
            options=lambda person: {"today": _today()},
        ),
        "back": _panel(NothingToSay, _back, "They are back."),
        "deactivate": _panel(
            NothingToSay, actions.deactivate, "The account is deactivated, and they are signed out everywhere."
        ),
        "activate": _panel(NothingToSay, actions.activate, "The account is active again, with the role that it had."),
    },
)


@needs(May.MANAGE_PEOPLE)
@require_POST
def take_away_factor(request: SignedInRequest, pk: int) -> HttpResponse:
    found = find(pk)
    if found == request.user:
        return redirect("accounts:second-factor")
    second_factor.take_away_of(person=found, by=request.user)
    return _after(
        request, found, "Their second factor is taken away. They sign in with their password, and set up another."
    )


@needs(May.MANAGE_PEOPLE)
@require_POST
def password_link(request: SignedInRequest, pk: int) -> HttpResponse:
    found, form, sent = find(pk), NothingToSay(request.POST), []
    status = attempt(
        form, lambda _: sent.append(resetting.send_link(person=found, by=request.user)), REFUSALS, latest=dict
    )
    if status:
        return PANELS.page(request, found, problem=form, status=status)
    works = f"The link works for {mails.hours_of_a_link()} hours, and once."
    what = f"A link with which {found.name} sets a new password"
    return link_sent(request, sent[0], works=works, then="accounts:people", what=what)
