"""The pages on which contacts are kept: all of them, one of them, and what is done with one click."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts.audit import record_alone
from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.contacts import actions, reading
from kb.contacts.actions import ContactChanged
from kb.contacts.document import ContactContent, ContactKind, ContactRefused
from kb.contacts.forms import DeskForm, OrganisationContactForm, content_of
from kb.contacts.listing import COLUMNS, ContactList
from kb.contacts.models import DefaultContact, LocalContact, NumberDoubt
from kb.contacts.presenters import ContactCard
from kb.contacts.rights import NotYourContact
from kb.contacts.rules import looks_personal
from kb.contacts.staff_presenters import KeptContact, history, of_organisation, of_this_site, preview
from kb.lib.http import CONFLICT, UNPROCESSABLE, is_own_path, reads_only, said
from kb.lib.panels import PanelRefusal, Values, attempt

HOME = "contacts:list"
FORBIDDEN = 403
MOST_LINES = 20  # of the history; the audit trail has all of it
REFUSALS = {
    NotYourContact: PanelRefusal(lambda refused: [(None, str(refused))], FORBIDDEN),
    ContactRefused: PanelRefusal(lambda refused: [(problem.field, problem.message) for problem in refused.problems]),
    ContactChanged: PanelRefusal(lambda refused: [(None, str(refused))], CONFLICT),
}
PERSONAL = "{} looks like the address of one person. If the team has an address of its own, put that there."


@needs(May.MANAGE_CONTACTS)
@reads_only
def contacts(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    listing = ContactList(request, LocalContact.objects.select_related("confirmed_by").in_order())
    context = {
        "defaults": [of_this_site(kind, now) for kind in ContactKind.values],
        "doubts": NumberDoubt.objects.open().newest_first()[:MOST_LINES],
        "listing": listing,
        "rows": [of_organisation(row, now) for row in listing.page],
        "said": said(request),
    }
    return render(request, "contacts/all.html", context)


@needs(May.MANAGE_CONTACTS)
@require_POST
def export(request: SignedInRequest) -> HttpResponse:
    listing = ContactList(request, LocalContact.objects.in_order())
    record = partial(record_alone, by=request.user, verb="exported contacts", subject="contacts")
    return listing.take_away("contacts", COLUMNS, record=lambda detail: record(detail=detail))


# --- One contact ---------------------------------------------------------------------------------------------------


def kind_of(desk: str) -> str:
    if desk.upper() not in ContactKind.values or desk != desk.lower():
        raise Http404
    return desk.upper()


def contact_page(
    request: SignedInRequest,
    form: DeskForm,
    kept: KeptContact | None,
    card: ContactCard | None,
    status: int = 200,
    *,
    home: str = HOME,
) -> HttpResponse:
    back = form["back"].value() or ""
    context = {
        "form": form,
        "kept": kept,
        "card": card,
        "home": reverse(home),
        "back": back if is_own_path(back) else "",
        "said": said(request),
    }
    return render(request, "contacts/one.html", context, status=status)


def first_values(request: SignedInRequest, content: ContactContent) -> dict[str, Any]:
    return {**content.to_dict(), "seen": content.fingerprint, "back": request.GET.get("back", "")}


def with_lines(kept: KeptContact, contact: LocalContact | DefaultContact) -> KeptContact:
    """With what was done, and what readers say of it."""
    lines = history(reading.history(contact)[:MOST_LINES]) if contact.pk else []
    doubts = NumberDoubt.objects.about(contact).open().newest_first()[:MOST_LINES]
    return replace(kept, lines=lines, doubts=tuple(doubts))


def _looked_at(form: DeskForm, read: Callable[[Values], ContactContent]) -> ContactContent | None:
    """What it says, or nothing where saving it would be refused: that stands beside its box then."""
    if not form.is_valid():
        return None
    content = read(form.cleaned_data)
    for problem in content.problems() if "organisation" in form.fields else content.desk_problems():
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
    return None if form.errors else content


def answer(
    request: SignedInRequest,
    form: DeskForm,
    kept: KeptContact | None,
    *,
    save: Callable[[Values], object],
    read: Callable[[Values], ContactContent],
    latest: Callable[[], Values],
    home: str = HOME,
) -> HttpResponse:
    """Saved, or shown again with everything that was typed: as readers would see it, or with what is wrong."""
    now = timezone.now()
    if "look" in request.POST:
        content = _looked_at(form, read)
        card = preview(content, now) if content else None
        return contact_page(request, form, kept, card, 200 if content else UNPROCESSABLE, home=home)
    status = attempt(form, save, REFUSALS, latest=latest)
    if status:
        card = kept.card if kept and status == CONFLICT else None
        return contact_page(request, form, kept, card, status, home=home)
    content, back = read(form.cleaned_data), form.cleaned_data["back"]
    if looks_personal(content.email):
        messages.warning(request, PERSONAL.format(content.email))
    if is_own_path(back):
        return redirect(back)
    messages.success(request, f"{form.cleaned_data.get('organisation') or ContactKind(content.kind).label}: saved.")
    return redirect(home)


@needs(May.MANAGE_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def default(request: SignedInRequest, desk: str) -> HttpResponse:
    kind = kind_of(desk)
    row = DefaultContact.objects.filter(kind=kind).first()
    kept = with_lines(of_this_site(kind, timezone.now()), row or DefaultContact(kind=kind))
    if request.method != "POST":
        return contact_page(
            request, DeskForm(initial=first_values(request, reading.default_contact(kind))), kept, kept.card
        )
    return answer(
        request,
        DeskForm(request.POST),
        kept,
        save=lambda typed: actions.save_default(
            content=content_of(typed, kind=kind), since=typed["seen"], by=request.user
        ),
        read=lambda typed: content_of(typed, kind=kind),
        latest=lambda: {"seen": reading.default_contact(kind).fingerprint},
    )


@needs(May.MANAGE_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return contact_page(request, OrganisationContactForm(), None, None)
    return answer(
        request,
        OrganisationContactForm(request.POST),
        None,
        save=lambda typed: actions.keep_contact(content=content_of(typed), contact=None, since="", by=request.user),
        read=content_of,
        latest=dict,
    )


@needs(May.MANAGE_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(LocalContact.objects.select_related("confirmed_by"), pk=pk)
    kept = with_lines(of_organisation(row, timezone.now()), row)
    if request.method != "POST":
        return contact_page(
            request, OrganisationContactForm(initial=first_values(request, row.content)), kept, kept.card
        )
    return answer(
        request,
        OrganisationContactForm(request.POST),
        kept,
        save=lambda typed: actions.keep_contact(
            content=content_of(typed), contact=row, since=typed["seen"], by=request.user
        ),
        read=content_of,
        latest=lambda: {"seen": row.content.fingerprint},
    )


# --- With one click ------------------------------------------------------------------------------------------------


def _done(request: SignedInRequest, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except ContactChanged as changed:
        messages.warning(request, str(changed))
    except ContactRefused as refused:
        messages.warning(request, " ".join(problem.message for problem in refused.problems))
    else:
        messages.success(request, words)
    return redirect("contacts:list")


@needs(May.MANAGE_CONTACTS)
@require_POST
def still_right(request: SignedInRequest, pk: int) -> HttpResponse:
    row, since = get_object_or_404(LocalContact, pk=pk), request.POST.get("seen", "")
    return _done(request, lambda: actions.confirm(contact=row, since=since, by=request.user), f"{row}: still right.")


@needs(May.MANAGE_CONTACTS)
@require_POST
def default_still_right(request: SignedInRequest, desk: str) -> HttpResponse:
    """What the settings say and somebody confirms is from then on a contact of this site."""
    kind, since = kind_of(desk), request.POST.get("seen", "")
    row = DefaultContact.objects.filter(kind=kind).first()
    content = reading.default_contact(kind)

    def act() -> object:
        if row:
            return actions.confirm(contact=row, since=since, by=request.user)
        return actions.save_default(content=content, since=since, by=request.user)

    return _done(request, act, f"{ContactKind(kind).label}: still right.")


@needs(May.MANAGE_CONTACTS)
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(LocalContact, pk=pk)
    since = request.POST.get("seen", "")

    def act() -> object:
        if row.content.fingerprint != since:
            raise ContactChanged
        return actions.remove_contact(contact=row, by=request.user)

    return _done(request, act, f"{row}: removed.")


@needs(May.MANAGE_CONTACTS)
@require_POST
def default_remove(request: SignedInRequest, desk: str) -> HttpResponse:
    kind, since = kind_of(desk), request.POST.get("seen", "")
    words = f"{ContactKind(kind).label}: what the settings say is shown again."
    return _done(request, lambda: actions.remove_default(kind=kind, since=since, by=request.user), words)
