"""Bringing in a table: chosen, looked at, then brought in. Until then nothing is written or kept."""

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.contacts.files import actions
from kb.contacts.files.forms import LARGEST, ContactFileForm, LookedAtForm
from kb.contacts.files.presenters import groups, left_to_mend, refused, summary, table_to_mend, to_write
from kb.contacts.files.reading import plan_of
from kb.contacts.files.rules import NotATable, Outcome, print_of, text_of
from kb.contacts.listing import FILE_COLUMNS
from kb.lib.http import CONFLICT, UNPROCESSABLE, a_file
from kb.lib.left_out import LeftOut, takes

SALT = "kb.contacts.files"
TOO_LARGE = "This file is too large, or did not arrive whole. Bring in 20,000 rows at a time."
CHANGED = "Contacts were changed since you looked. This is what the file would do now."


def _choose(request: SignedInRequest, problem: str = "") -> HttpResponse:
    form = ContactFileForm({}, {}) if problem else ContactFileForm()
    if problem:
        form.errors.clear()
        form.add_error("table", problem)
    context = {"form": form, "columns": ",".join(FILE_COLUMNS)}
    return render(request, "contacts/file.html", context, status=UNPROCESSABLE if problem else 200)


def _look(request: SignedInRequest, text: str, *, problem: str = "") -> HttpResponse:
    plan = plan_of(text)
    context = {
        "groups": groups(plan),
        "summary": summary(plan),
        "number": to_write(plan),
        "rows": signing.dumps(text, salt=SALT, compress=True),
        "seen": print_of(plan),
        "problem": problem,
    }
    return render(request, "contacts/file_looked_at.html", context, status=CONFLICT if problem else 200)


def _bring_in(request: SignedInRequest, form: LookedAtForm) -> HttpResponse:
    """A table that this page did not show is refused; where it would now do something else, that is shown first."""
    form.is_valid()
    try:
        text: str = signing.loads(form.cleaned_data["rows"], salt=SALT)
    except signing.BadSignature:
        return _choose(request, "This page was too old. Choose the file again.")
    plan = plan_of(text)
    if print_of(plan) != form.cleaned_data["seen"]:
        return _look(request, text, problem=CHANGED)
    done = actions.bring_in(plan=plan, by=request.user)
    if left := refused(done):
        context = {
            "groups": groups(left),
            "said": [f"Brought in: {left_to_mend(done)}"],
            "rows": form.cleaned_data["rows"],
            "lines": " ".join(f"{row.line}" for row in left),
        }
        return render(request, "contacts/file_to_mend.html", context)
    messages.success(request, f"Brought in: {summary(done)}")
    return redirect("contacts:list")


def _take_refused(request: SignedInRequest) -> HttpResponse:
    try:
        text: str = signing.loads(request.POST["rows"], salt=SALT)
    except signing.BadSignature:
        return _choose(request, "This page was too old. Choose the file again.")
    lines = request.POST.get("lines", "").split()
    left = [row for row in plan_of(text) if row.outcome is Outcome.REFUSED or f"{row.line}" in lines]
    return a_file(table_to_mend(left), "contacts-to-mend.csv", "text/csv; charset=utf-8")


@needs(May.MANAGE_CONTACTS)
def _left_out(request: SignedInRequest, *, left_out: LeftOut) -> HttpResponse:
    return _choose(request, TOO_LARGE)


@takes(files=LARGEST, or_else=_left_out)
@needs(May.MANAGE_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return _choose(request)
    if "rows" in request.POST and "take" in request.POST:
        return _take_refused(request)
    if "rows" in request.POST:
        return _bring_in(request, LookedAtForm(request.POST))
    form = ContactFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _choose(request, "Choose the file.")
    try:
        return _look(request, text_of(form.cleaned_data["table"][0].read()))
    except NotATable as wrong:
        return _choose(request, str(wrong))
