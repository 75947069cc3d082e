"""The desk's list of reports, its table to take away, and a screenshot."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.catalogue.models import Service
from kb.lib import dates
from kb.reports.models import Attachment, Report
from kb.reports.triage.deliveries import standings
from kb.reports.triage.export import export
from kb.reports.triage.filters import Wanted
from kb.reports.triage.forms import OPEN, ExportForm, FilterForm
from kb.reports.triage.list_presenters import LEAST_TOGETHER, TOGETHER, lines_together, rushes

ON_A_PAGE = 25
SHOWN_AS_PICTURES = ("image/png", "image/jpeg", "image/webp")


def said(request: SignedInRequest) -> list[str]:
    """What was just done, once."""
    return [str(message) for message in messages.get_messages(request)]


def a_file(written: str, name: str, content_type: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(written, content_type=content_type, headers={"Content-Disposition": disposition})


def _filters(request: SignedInRequest) -> FilterForm:
    services = list(Service.objects.in_order())
    return FilterForm(request.GET, services=services, with_triage=settings.REPORT_TRIAGE)


def _ways(wanted: Wanted, *, by: User, now: datetime) -> list[dict[str, Any]]:
    """The short ways into the list, each with how many are there."""
    ways = [("All reports", Wanted())]
    if settings.REPORT_TRIAGE:
        ways.append(("Assigned to me", Wanted(state=OPEN, mine=True)))
    ways += [("Needs attention", Wanted(attention=True)), ("To be checked", Wanted(check=True))]
    return [
        {
            "text": text,
            "address": way.address(),
            "is_current": way == wanted,
            "number": way.reports(by=by, now=now).count() if way.chosen else None,
        }
        for text, way in ways
    ]


def _pages(page: Page[Report], wanted: Wanted) -> dict[str, Any]:
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    numbers = [number for number in shown if isinstance(number, int)]
    return {
        "pages": [
            {"number": number, "address": wanted.address(page=number), "is_current": number == page.number}
            for number in numbers
        ],
        "previous": wanted.address(page=page.previous_page_number()) if page.has_previous() else "",
        "next": wanted.address(page=page.next_page_number()) if page.has_next() else "",
        "number": page.paginator.count,
        "first": page.start_index(),
        "last": page.end_index(),
    }


def _soon_over(now: datetime) -> list[dict[str, str]]:
    """Those that nobody has closed, and that are emptied within a month."""
    reports = Report.objects.soon_over(now).order_by("filed_at", "pk")[:ON_A_PAGE]
    return [{"reference": report.reference, "filed": dates.day(report.filed_at)} for report in reports]


@needs(May.USE_DESK)
@require_safe
def reports(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    form = _filters(request)
    wanted = Wanted.of(form)
    page = Paginator(wanted.reports(by=request.user, now=now).listed(), ON_A_PAGE).get_page(request.GET.get("page"))
    found = list(page)
    rush = Report.objects.on_each_code(since=now - TOGETHER, least=LEAST_TOGETHER)
    context = {
        "form": form,
        "wanted": wanted,
        "ways": _ways(wanted, by=request.user, now=now),
        "rushes": rushes(rush),
        "soon_over": _soon_over(now),
        "groups": lines_together(found, standings(found, now), now),
        "paging": _pages(page, wanted),
        "export": ExportForm(),
        "export_address": wanted.address("reports:export"),
        "with_triage": settings.REPORT_TRIAGE,
        "may_answer_data_requests": may(request.user, May.ANSWER_DATA_REQUESTS),
        "said": said(request),
    }
    return render(request, "reports/desk_list.html", context)


@needs(May.USE_DESK)
@require_POST
def take_away(request: SignedInRequest) -> HttpResponse:
    """The list as a table. The address says which list, as it does for the page."""
    now = timezone.now()
    wanted = Wanted.of(_filters(request))
    form = ExportForm(request.POST)
    form.is_valid()
    written = export(
        reports=wanted.reports(by=request.user, now=now),
        wanted=wanted.recorded(),
        with_contacts=form.cleaned_data["contacts"],
        by=request.user,
    )
    return a_file(written, f"reports-{dates.in_london(now):%Y-%m-%d}.csv", "text/csv; charset=utf-8")


@needs(May.USE_DESK)
@require_safe
def screenshot(request: SignedInRequest, reference: str, position: int) -> HttpResponse:
    """The bytes, to the desk only; `no-store` is the guard's."""
    shown = get_object_or_404(Attachment.objects.there(), report__reference=reference, position=position)
    if shown.content_type not in SHOWN_AS_PICTURES:
        raise Http404
    try:
        with default_storage.open(shown.stored) as file:
            data = file.read()
    except FileNotFoundError as gone:
        raise Http404 from gone
    name = "".join(letter for letter in shown.name if letter.isprintable() and letter not in "/\\")
    disposition = content_disposition_header(as_attachment=False, filename=name or "screenshot")
    return HttpResponse(
        data,
        content_type=shown.content_type,
        headers={"Content-Disposition": disposition or "inline", "X-Content-Type-Options": "nosniff"},
    )
