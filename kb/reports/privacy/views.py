"""Data-subject requests: what one person has told us, found, handed out as a file, or deleted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.lib import dates
from kb.lib.holders import Person
from kb.lib.http import UNPROCESSABLE, a_file, said
from kb.reports.models import Report
from kb.reports.privacy import actions as data_requests
from kb.reports.privacy.people import Found, as_json, elsewhere, find
from kb.reports.triage.forms import PersonSearchForm
from kb.reports.triage.list_presenters import filed, first_words

MOST_SHOWN = 50  # of one kind


def _line(report: Report) -> dict[str, str]:
    who = ", ".join(filter(None, (report.name, report.email)))
    return {"reference": report.reference, "filed": filed(report), "words": first_words(report), "who": who}


def _show(
    request: SignedInRequest, form: PersonSearchForm, found: Found | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    beside = elsewhere(Person(**form.cleaned_data)) if found else []
    context = {
        "form": form,
        "is_looked_for": found is not None,
        "told": [_line(report) for report in found.told] if found else [],
        "mentioned": [_line(report) for report in found.mentioned] if found else [],
        "elsewhere": [{"held": held, "shown": held.names[:MOST_SHOWN], "number": len(held.names)} for held in beside],
        "problem": problem,
        "said": said(request),
    }
    return render(request, "reports/desk_people.html", context, status=status)


@needs(May.ANSWER_DATA_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def people(request: SignedInRequest) -> HttpResponse:
    """Sent with POST, so that no address holds a person's name."""
    if request.method != "POST":
        return _show(request, PersonSearchForm())
    form = PersonSearchForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=UNPROCESSABLE)
    found = find(Person(**form.cleaned_data))
    data_requests.note_search(found=found, by=request.user)
    return _show(request, form, found)


@needs(May.ANSWER_DATA_REQUESTS)
@require_POST
@sensitive_post_parameters()
def hand_out(request: SignedInRequest) -> HttpResponse:
    form = PersonSearchForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=UNPROCESSABLE)
    written = as_json(data_requests.hand_out(person=Person(**form.cleaned_data), by=request.user))
    day = f"{dates.in_london(timezone.now()):%Y-%m-%d}"
    return a_file(written, f"reports-of-one-person-{day}.json", "application/json")


@needs(May.ANSWER_DATA_REQUESTS)
@require_POST
@sensitive_post_parameters()
def delete(request: SignedInRequest) -> HttpResponse:
    form = PersonSearchForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=UNPROCESSABLE)
    person, chosen = Person(**form.cleaned_data), request.POST.getlist("reference")
    if not chosen:
        return _show(request, form, find(person), "Choose at least one report to delete.", UNPROCESSABLE)
    references = data_requests.delete(person=person, only=chosen, by=request.user)
    messages.success(request, f"Deleted: what {', '.join(references)} told." if references else "Nothing was deleted.")
    return redirect("reports:people")
