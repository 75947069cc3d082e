"""What somebody does who keeps the contacts of one organisation: their own desks, and nothing beside them.

Which organisation it is stands in their account alone, never in what a form says.
"""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.contacts import actions
from kb.contacts.actions import ContactChanged
from kb.contacts.document import ContactContent, ContactKind
from kb.contacts.forms import DeskForm, content_of
from kb.contacts.models import LocalContact, LocalContactQuerySet, NumberDoubt, Organisation
from kb.contacts.staff_presenters import KeptContact, of_organisation
from kb.contacts.views import answer, contact_page, first_values, kind_of, with_lines
from kb.lib.http import reads_only, said
from kb.lib.panels import Values

HOME = "contacts:own"


def _theirs(request: SignedInRequest) -> LocalContactQuerySet:
    """Of nobody's organisation there are none, whatever contacts have no code."""
    rows = LocalContact.objects.select_related("confirmed_by")
    return rows.filter(ods_code=request.user.organisation).exclude(ods_code="").in_order()


def _organisation(request: SignedInRequest) -> Organisation:
    return get_object_or_404(Organisation, code=request.user.organisation)


def _kept(row: LocalContact) -> KeptContact:
    address, still_right = (reverse(f"contacts:own-{name}", args=[row.pk]) for name in ("contact", "still-right"))
    return replace(
        of_organisation(row, timezone.now()), address=address, still_right=still_right, remove="", removes=""
    )


@needs(May.KEEP_OWN_CONTACTS)
@reads_only
def own(request: SignedInRequest) -> HttpResponse:
    rows = list(_theirs(request))
    missing = [kind for kind in ContactKind if kind.value not in {row.kind for row in rows}]
    context = {
        "organisation": Organisation.objects.filter(code=request.user.organisation).first(),
        "rows": [_kept(row) for row in rows],
        "missing": [(kind.label, reverse("contacts:own-new", args=[kind.value.lower()])) for kind in missing],
        "doubts": NumberDoubt.objects.open().newest_first().filter(contact__in=rows),
        "said": said(request),
    }
    return render(request, "contacts/own/all.html", context)


@needs(May.KEEP_OWN_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, desk: str) -> HttpResponse:
    organisation = _organisation(request)
    known = {"kind": kind_of(desk), "organisation": organisation.name, "ods_code": organisation.code}
    if _theirs(request).filter(kind=known["kind"]).exists():
        raise Http404
    if request.method != "POST":
        return contact_page(request, DeskForm(), None, None, home=HOME)
    return answer(
        request,
        DeskForm(request.POST),
        None,
        save=lambda typed: actions.keep_contact(
            content=content_of(typed, **known), contact=None, since="", by=request.user
        ),
        read=lambda typed: content_of(typed, **known),
        latest=dict,
        home=HOME,
    )


@needs(May.KEEP_OWN_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_theirs(request), pk=pk)
    known = {name: getattr(row, name) for name in ("kind", "organisation", "ods_code")}
    kept = with_lines(_kept(row), row)
    if request.method != "POST":
        return contact_page(request, DeskForm(initial=first_values(request, row.content)), kept, kept.card, home=HOME)

    def read(typed: Values) -> ContactContent:
        return content_of(typed, **known)

    return answer(
        request,
        DeskForm(request.POST),
        kept,
        save=lambda typed: actions.keep_contact(content=read(typed), contact=row, since=typed["seen"], by=request.user),
        read=read,
        latest=lambda: {"seen": row.content.fingerprint},
        home=HOME,
    )


@needs(May.KEEP_OWN_CONTACTS)
@require_POST
def still_right(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_theirs(request), pk=pk)
    try:
        actions.confirm(contact=row, since=request.POST.get("seen", ""), by=request.user)
    except ContactChanged as changed:
        messages.warning(request, str(changed))
    else:
        messages.success(request, f"{row}: still right.")
    return redirect(HOME)
