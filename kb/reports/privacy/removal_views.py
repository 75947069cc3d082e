"""Removing a passage or a screenshot from a report, with where it has gone already."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.lib.http import UNPROCESSABLE, reads_only, said
from kb.lib.text import storable
from kb.reports.models import Attachment, Report
from kb.reports.privacy import removal
from kb.reports.privacy.sent_copies import gone_out
from kb.reports.triage.forms import PassageForm
from kb.reports.triage.views import find, page_of

NOT_THERE = "These words do not stand in the report. Copy them exactly, with capitals and spaces as they are."


def _show(request: SignedInRequest, report: Report, form: PassageForm, status: int = 200) -> HttpResponse:
    context = {
        "page": page_of(request, report),
        "form": form,
        "gone_out": gone_out(report),
        "said": said(request),
    }
    return render(request, "reports/desk_remove.html", context, status=status)


@needs(May.USE_DESK)
@reads_only
def remove(request: SignedInRequest, reference: str) -> HttpResponse:
    return _show(request, find(reference), PassageForm())


@needs(May.USE_DESK)
@require_POST
@sensitive_post_parameters()
def remove_passage(request: SignedInRequest, reference: str) -> HttpResponse:
    report = find(reference)
    form = PassageForm(request.POST)
    if not form.is_valid():
        return _show(request, report, form, UNPROCESSABLE)
    try:
        places = removal.remove_passage(report=report, words=form.cleaned_data["words"], by=request.user)
    except removal.NotFound:
        form.add_error("words", NOT_THERE)
        return _show(request, report, form, UNPROCESSABLE)
    where = "1 place" if places == 1 else f"{places} places"
    messages.success(request, f"The words are removed, in {where}.")
    return redirect("reports:remove", reference=reference)


@needs(May.USE_DESK)
@require_POST
def remove_screenshot(request: SignedInRequest, reference: str, position: int) -> HttpResponse:
    found = Attachment.objects.there().select_related("report")
    shown = get_object_or_404(found, report__reference=storable(reference, " "), position=position)
    try:
        removal.remove_screenshot(attachment=shown, by=request.user)
    except removal.NotFound:
        messages.success(request, f"Screenshot {position} was removed by somebody else just now.")
    else:
        messages.success(request, f"Screenshot {position} is removed.")
    return redirect("reports:remove", reference=reference)
