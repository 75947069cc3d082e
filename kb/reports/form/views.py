"""The form and what stands beside it.

Its steps, in this order: what is wrong, the guard, what may help, and only then is the report stored.
"""

import logging
from dataclasses import replace

from django.core.files.storage import default_storage
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts.guards import open_to_all, same_site_post, when_expired
from kb.accounts.roles import works_here
from kb.accounts.throttle import network_address
from kb.catalogue.models import Article
from kb.lib.http import a_picture, kept_by_nobody, reads_only, see
from kb.lib.left_out import LeftOut, takes
from kb.lib.visitor_cookie import remember, visitor_of
from kb.media.images import MOST_UPLOADED
from kb.reports import filing, visit
from kb.reports.form import guard as guarding
from kb.reports.form import pages as answers
from kb.reports.form import suggestions as reading
from kb.reports.form.forms import LONGEST_TEXT, TRAP, ReportForm, plain
from kb.reports.form.step import FormStep, told
from kb.reports.models import Report
from kb.reports.suspicion import Origin, judge
from kb.search.finder import find

FORBIDDEN = 403
UNAVAILABLE = 503
REMOVED = "We put [removed] where something may be about a patient, or a passcode. Read it, then send your report."
EXPIRED = (
    "Nothing was sent: this page was open for too long, or your browser keeps no cookies. "
    "Check what you typed, choose your screenshots again, then send it."
)
LEFT_OUT = {
    LeftOut.TOO_LARGE: (
        f"Your screenshots are too large together. Choose up to {visit.MOST_FILES}, 8 MB each: take them of the "
        "message only, or save them in a smaller size. Your report is not sent yet."
    ),
    LeftOut.BUSY: (
        "Many people are sending screenshots just now, and we could not take yours. Choose them again in a minute, or "
        "send your report without them now. It is not sent yet."
    ),
    LeftOut.SLOW: (
        "Your report did not arrive whole within a minute, so it is not sent yet. Read what is here, choose fewer or "
        "smaller screenshots, and send it again."
    ),
}
NOT_STORED = "We could not store your report"
logger = logging.getLogger(__name__)


def _file(step: FormStep, said: dict, *, codes: list[str], origin: Origin) -> Report:
    return filing.file_report(
        told=told(said, codes=codes, is_overruled=bool(step.carried.overruled)),
        files=step.held(),
        suspicions=judge(seconds=step.carried.seconds(step.now), honeypot=step.values[TRAP]),
        origin=origin,
        now=step.now,
    )


def _sent(request: HttpRequest, step: FormStep, form: ReportForm) -> HttpResponseBase:
    """Every step before is passed, or this is the one that stops."""
    if boxes := step.stopped():
        return answers.guard_page(request, step, boxes)
    came = reading.travelled(step.values)
    results = reading.results_for(step.values, came)
    # Where patient care is affected, nothing stands between the person and the desk.
    if not step.carried.was_offered and step.values["is_urgent"] != "yes":
        step = replace(step, carried=step.carried.offered())
        if suggestions := reading.suggestions(results, came):
            return answers.offer_page(request, step, suggestions)
    named = [code.text for code in reading.codes_in(results)]
    visitor = visitor_of(request)
    said = {"form": step.carried.form, "address": network_address(request)}
    origin = Origin(visitor, **said, is_staff=request.user.is_authenticated and works_here(request.user))
    report = _file(step, form.cleaned_data, codes=named, origin=origin)
    return remember(see(reverse("reports:sent", args=[report.reference, report.secret])), visitor)


def _posted(request: HttpRequest) -> HttpResponseBase:
    step = FormStep.sent(request).with_files(request)
    if key := request.POST.get("let-go"):
        step = step.without_file(key)
        return answers.form_page(request, step, step.unchecked())
    match request.POST.get("then", ""):
        case "edit":
            return answers.form_page(request, step, step.unchecked())
        case "redact":
            step = replace(step, values=guarding.without(step.values, step.stopped()), notice=REMOVED)
            return answers.form_page(request, step, step.unchecked())
        case "overrule":
            step = replace(step, carried=step.carried.overruling(step.stopped()))
    form = step.checked()
    if form.errors:
        return answers.form_page(request, step, form)
    return _sent(request, step, form)


@kept_by_nobody()
@sensitive_post_parameters()
def _expired(request: HttpRequest) -> HttpResponse:
    """The token of the page was too old: everything typed is shown again with a new one, and nothing was taken in."""
    step = replace(FormStep.sent(request), problems=(EXPIRED,))
    return answers.form_page(request, step, step.checked(), status=FORBIDDEN)


@kept_by_nobody()
@sensitive_post_parameters()
def _left_out(request: HttpRequest, *, left_out: LeftOut) -> HttpResponse:
    """The words that came are shown again, with those screenshots that are held already."""
    step = replace(FormStep.sent(request), refused=(LEFT_OUT[left_out],))
    try:
        return answers.form_page(request, step, step.checked())
    except Error:
        return answers.not_taken(request, step, heading=NOT_STORED, status=UNAVAILABLE)


@takes(files=visit.MOST_FILES * MOST_UPLOADED, or_else=_left_out)
@when_expired(_expired)
@open_to_all
@gzip_page  # the heaviest first view of all; its token is masked anew each time, so a length tells nothing of it
@kept_by_nobody(is_listed=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def form(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":
        step = FormStep.first(request)
        return answers.form_page(request, step, step.unchecked())
    try:
        return _posted(request)
    except Error as error:
        # The kind of error and no more: a database may repeat in its message what it was given.
        logger.error("A report could not be stored: %s", type(error).__name__)  # noqa: TRY400
        return answers.not_taken(request, FormStep.sent(request), heading=NOT_STORED, status=UNAVAILABLE)


def _codes(request: HttpRequest) -> HttpResponse:
    """The codes of a text while it is typed: nothing is stored, and no address or log holds it, since it is posted."""
    text = plain(request.POST.get("text", ""))[:LONGEST_TEXT]
    found = reading.codes_in(find(text, limit=1)) if text.strip() else ()
    return TemplateResponse(request, "reports/_codes.html", {"codes": found})


codes = same_site_post(kept_by_nobody()(sensitive_post_parameters()(_codes)))


@open_to_all
@kept_by_nobody()
@require_POST
def suggestion(request: HttpRequest, number: int) -> HttpResponseBase:
    """Count that it was opened, then show it. A POST, so that no robot that follows links is counted."""
    article = get_object_or_404(Article.objects.live(), number=number)
    visitor = visitor_of(request)
    visit.opened(visitor=visitor, article=article, now=timezone.now())
    return remember(see(article.get_absolute_url()), visitor)


@open_to_all
@kept_by_nobody()
@reads_only
def held(request: HttpRequest, form: str, key: str) -> HttpResponse:
    """For whoever knows the unguessable name of the form, which is the person who has it open."""
    screenshot = next((file for file in visit.held(form, timezone.now()) if file.key == key), None)
    if screenshot is None:
        raise Http404
    with default_storage.open(screenshot.stored) as file:
        return a_picture(file.read(), screenshot.content_type)
