"""Which organisations people can choose as where they work, each with the link that brings it along."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts.audit import record_alone
from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.contacts.document import ContactRefused, OrganisationContent
from kb.contacts.models import Organisation
from kb.contacts.organisations import actions
from kb.contacts.organisations.forms import NewOrganisationForm
from kb.contacts.organisations.listing import COLUMNS, OrganisationList
from kb.lib.http import said
from kb.lib.panels import PanelRefusal, Refusals, attempt

REFUSALS: Refusals = {
    ContactRefused: PanelRefusal(lambda refused: [(problem.field, problem.message) for problem in refused.problems])
}


@needs(May.MANAGE_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def organisations(request: SignedInRequest) -> HttpResponse:
    form, status = NewOrganisationForm(), 200
    if request.method == "POST":
        form = NewOrganisationForm(request.POST)
        status = attempt(
            form,
            lambda typed: actions.save_organisation(content=OrganisationContent.from_dict(typed), by=request.user),
            REFUSALS,
            latest=dict,
        )
        if not status:
            messages.success(request, f"{form.cleaned_data['name']}: saved.")
            return redirect("contacts:organisations")
    listing = OrganisationList(request, Organisation.objects.in_order())
    context = {"listing": listing, "form": form, "said": said(request)}
    return render(request, "contacts/organisations/all.html", context, status=status)


@needs(May.MANAGE_CONTACTS)
@require_POST
def export(request: SignedInRequest) -> HttpResponse:
    listing = OrganisationList(request, Organisation.objects.in_order())
    record = partial(record_alone, by=request.user, verb="exported organisations", subject="organisations")
    return listing.take_away("organisations", COLUMNS, record=lambda detail: record(detail=detail))


@needs(May.MANAGE_CONTACTS)
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Organisation, pk=pk)
    try:
        actions.remove_organisation(organisation=row, by=request.user)
    except ContactRefused as refused:
        messages.warning(request, f"{row}: {' '.join(problem.message for problem in refused.problems)}")
    else:
        messages.success(request, f"{row}: removed.")
    return redirect("contacts:organisations")
