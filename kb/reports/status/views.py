"""The reporter's own page: whoever has its address may read it, and without the secret part there is nothing."""

from secrets import compare_digest

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kb.accounts.guards import open_to_all
from kb.contacts.presenters import cards_here
from kb.lib.http import kept_by_nobody, reads_only, see
from kb.lib.left_out import LeftOut, takes
from kb.reports.form import guard as guarding
from kb.reports.form.forms import AddingForm, plain
from kb.reports.form.step import FormState
from kb.reports.models import Report
from kb.reports.status import actions as adding
from kb.reports.status.presenters import progress_of

TEXT = {"text": "What you want to add"}
REMOVED = "We put [removed] where something may be about a patient, or a passcode. Read it, then send it."
TOO_MUCH = "You have added to this report many times today. Phone the desk, or add to it tomorrow."
LEFT_OUT = {
    LeftOut.TOO_LARGE: "What you sent is too much: write what you want to add in 10,000 characters or fewer.",
    LeftOut.BUSY: "Too much is being sent at the moment. Wait a minute, then send it again.",
    LeftOut.SLOW: "Not all of it arrived within a minute. Check what is here, then send it again.",
}
# Compared when there is no such report, so that a wrong reference takes as long as a wrong secret.
_NOBODYS = "-" * 43


def _find(reference: str, secret: str) -> Report:
    report = Report.objects.select_related("service").filter(reference=plain(reference)).first()
    is_right = compare_digest((report.secret if report else _NOBODYS).encode(), secret.encode())
    if report is None or not is_right:
        raise Http404
    return report


def _page(request: HttpRequest, report: Report, *, is_sent: bool) -> HttpResponse:
    now = timezone.now()
    context = {
        "section": "report",
        "progress": progress_of(report, now),
        "is_sent": is_sent,
        "contacts": cards_here(request, now),
        "adding": reverse("reports:add", args=[report.reference, report.secret]),
        "status": report.get_absolute_url(),
    }
    return TemplateResponse(request, "reports/status.html", context)


@open_to_all
@kept_by_nobody(referrer="no-referrer")
@reads_only
def status(request: HttpRequest, reference: str, secret: str) -> HttpResponse:
    return _page(request, _find(reference, secret), is_sent=False)


@open_to_all
@kept_by_nobody(referrer="no-referrer")
@reads_only
def sent(request: HttpRequest, reference: str, secret: str) -> HttpResponse:
    """The same, straight after sending: what its reference is, and what happens next."""
    return _page(request, _find(reference, secret), is_sent=True)


def _adding_page(
    request: HttpRequest, report: Report, form: AddingForm, carried: FormState, *, notice: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "section": "report",
        "report": report,
        "form": form,
        "state": carried.signed,
        "notice": notice,
        "back": report.get_absolute_url(),
    }
    return TemplateResponse(request, "reports/add.html", context, status=status)


def _guarded(
    request: HttpRequest, report: Report, values: dict[str, str], carried: FormState
) -> tuple[HttpResponse | None, FormState]:
    """The page of the guard's step, where there is one, and what was said of the text."""
    boxes = guarding.stopped(values, carried.allows, TEXT)
    match request.POST.get("then", ""):
        case "edit":
            return _adding_page(request, report, AddingForm(initial=values), carried), carried
        case "redact":
            form = AddingForm(initial=guarding.without(values, boxes))
            return _adding_page(request, report, form, carried, notice=REMOVED), carried
        case "overrule":
            return None, carried.overruling(boxes)
    if not boxes:
        return None, carried
    context = {"section": "report", "boxes": boxes, "kept": list(values.items()), "state": carried.signed}
    return TemplateResponse(request, "reports/guard.html", context | {"is_adding": True}), carried


def _to_add_to(reference: str, secret: str) -> Report:
    report = _find(reference, secret)
    if report.emptied_at:
        raise Http404
    return report


@kept_by_nobody()
@sensitive_post_parameters()
def _left_out(request: HttpRequest, reference: str, secret: str, *, left_out: LeftOut) -> HttpResponse:
    form = AddingForm({"text": plain(request.POST.get("text", ""))})
    form.add_error("text", LEFT_OUT[left_out])
    carried = FormState.read(request.POST.get("state", ""), timezone.now())
    return _adding_page(request, _to_add_to(reference, secret), form, carried)


# With `no-referrer` a browser would hide from us that the form came from our own page, and it would be refused.
@takes(files=0, or_else=_left_out)
@open_to_all
@kept_by_nobody()
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def add(request: HttpRequest, reference: str, secret: str) -> HttpResponseBase:
    report = _to_add_to(reference, secret)
    now = timezone.now()
    if request.method != "POST":
        return _adding_page(request, report, AddingForm(), FormState.fresh(now))
    values = {"text": plain(request.POST.get("text", ""))}
    carried = FormState.read(request.POST.get("state", ""), now)
    form = AddingForm(values)
    if not form.is_valid():
        return _adding_page(request, report, form, carried)
    page, carried = _guarded(request, report, values, carried)
    if page:
        return page
    try:
        adding.add_to_report(
            report=report, text=form.cleaned_data["text"], guard_overruled=bool(carried.overruled), now=now
        )
    except adding.Emptied as emptied:
        raise Http404 from emptied
    except adding.TooMuch:
        form.add_error(None, TOO_MUCH)
        return _adding_page(request, report, form, carried, status=429)
    return see(report.get_absolute_url())
