"""The desk's list of reports, its table to take away, and a screenshot."""

from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kb.accounts.audit import record_alone
from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May, may
from kb.lib import dates
from kb.lib.http import a_picture, reads_only, said
from kb.lib.listing import address
from kb.lib.text import storable
from kb.reports.models import Attachment, Report
from kb.reports.triage.deliveries import standings
from kb.reports.triage.forms import ExportForm
from kb.reports.triage.list_presenters import LEAST_TOGETHER, TOGETHER, lines_together, rushes
from kb.reports.triage.listing import COLUMNS, CONTACTS, OPEN, ReportList

ON_A_PAGE = 25
SHOWN_AS_PICTURES = ("image/png", "image/jpeg", "image/webp")


def _ways(listing: ReportList) -> list[dict[str, Any]]:
    """The short ways into the list, each with how many are there."""
    reports, now = Report.objects.all(), listing.now
    ways: list[tuple[str, dict[str, Any], Any]] = [("All reports", {}, None)]
    if settings.REPORT_TRIAGE:
        mine = reports.unclosed().filter(assigned_to=listing.request.user)
        ways.append(("Assigned to me", {"state": OPEN, "mine": True}, mine))
    ways += [
        ("Needs attention", {"attention": True}, reports.needing_attention(now)),
        ("To be checked", {"check": True}, reports.to_be_checked()),
    ]
    return [
        {
            "text": text,
            "address": address(listing.address, **chosen),
            "is_current": chosen == listing.chosen,
            "number": None if found is None else found.count(),
        }
        for text, chosen, found in ways
    ]


def _soon_over(now: datetime) -> list[dict[str, str]]:
    """Those that nobody has closed, and that are emptied within a month."""
    reports = Report.objects.soon_over(now).order_by("filed_at", "pk")[:ON_A_PAGE]
    return [{"reference": report.reference, "filed": dates.day(report.filed_at)} for report in reports]


@needs(May.USE_DESK)
@reads_only
def reports(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    listing = ReportList(request, now)
    found = list(listing.page)
    rush = Report.objects.on_each_code(since=now - TOGETHER, least=LEAST_TOGETHER)
    context = {
        "listing": listing,
        "ways": _ways(listing),
        "rushes": rushes(rush),
        "soon_over": _soon_over(now),
        "groups": lines_together(found, standings(found, now), now),
        "export": ExportForm(),
        "with_triage": settings.REPORT_TRIAGE,
        "may_answer_data_requests": may(request.user, May.ANSWER_DATA_REQUESTS),
        "said": said(request),
    }
    return render(request, "reports/desk_list.html", context)


@needs(May.USE_DESK)
@require_POST
def take_away(request: SignedInRequest) -> HttpResponse:
    form = ExportForm(request.POST)
    form.is_valid()
    with_contacts = form.cleaned_data["contacts"]
    record = partial(record_alone, by=request.user, verb="exported reports", subject="reports")
    return ReportList(request).take_away(
        "reports",
        (*COLUMNS, *CONTACTS) if with_contacts else COLUMNS,
        record=lambda detail: record(detail=detail | {"with_contacts": with_contacts}),
    )


@needs(May.USE_DESK)
@reads_only
def screenshot(request: SignedInRequest, reference: str, position: int) -> HttpResponse:
    """The bytes, to the desk only; `no-store` is the guard's."""
    shown = get_object_or_404(Attachment.objects.there(), report__reference=storable(reference, " "), position=position)
    if shown.content_type not in SHOWN_AS_PICTURES:
        raise Http404
    try:
        with default_storage.open(shown.stored) as file:
            data = file.read()
    except FileNotFoundError as gone:
        raise Http404 from gone
    name = "".join(letter for letter in shown.name if letter.isprintable() and letter not in "/\\")
    return a_picture(data, shown.content_type, name or "screenshot")
