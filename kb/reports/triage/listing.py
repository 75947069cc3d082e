"""The desk's list of reports: what narrows it, and what the table to take away says."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from kb.accounts.guards import SignedInRequest
from kb.catalogue.models import Service
from kb.lib.dates import in_london
from kb.lib.listing import Choice, Column, Listing, Since, Tick, Until, Words
from kb.reports.models import Report, ReportQuerySet
from kb.reports.triage.list_presenters import code_of

OPEN = "OPEN"


class ReportList(Listing):
    address, export_address = "reports:list", "reports:export"
    one, many, order = "report", "reports", ", newest first"
    on_a_page = 25
    not_recorded = ("organisation", "code")

    state = Choice("State", method="in_state", choices=[("", "All"), (OPEN, "Not closed"), *Report.State.choices])
    code = Words("Error code", method="on_code", width=10, spellcheck=False)
    service = Choice("Service", "service__slug")
    organisation = Words("Organisation", "organisation", width=20)
    since = Since("filed_at")
    until = Until("filed_at")
    attention = Tick("Needs attention", lambda listing, reports: reports.needing_attention(listing.now))
    mine = Tick("Assigned to me", lambda listing, reports: reports.filter(assigned_to=listing.request.user))
    check = Tick("To be checked", lambda listing, reports: reports.to_be_checked())

    def __init__(self, request: SignedInRequest, now: datetime | None = None) -> None:
        super().__init__(request, Report.objects.listed().newest_first())
        self.now = now or timezone.now()
        services = [(service.slug, service.name) for service in Service.objects.in_order()]
        self.filters["service"].extra["choices"] = [("", "All"), *services]
        if not settings.REPORT_TRIAGE:
            del self.filters["state"], self.filters["mine"]

    def in_state(self, reports: ReportQuerySet, name: str, state: str) -> ReportQuerySet:
        return reports.unclosed() if state == OPEN else reports.filter(state=state)

    def on_code(self, reports: ReportQuerySet, name: str, code: str) -> ReportQuerySet:
        return reports.on_code(code)


def _minute(moment: datetime | None) -> str:
    return f"{in_london(moment):%Y-%m-%d %H:%M}" if moment else ""


def _of(name: str, field: str) -> Any:  # noqa: ANN401 - what Column holds
    return lambda report: getattr(getattr(report, name), field, "")


COLUMNS: tuple[Column, ...] = (
    ("Reference", lambda report: report.reference),
    ("Sent", lambda report: _minute(report.filed_at)),
    ("State", lambda report: report.get_state_display()),
    ("Closed", lambda report: _minute(report.closed_at)),
    ("Code", code_of),
    ("Service", _of("service", "name")),
    ("Organisation", lambda report: report.organisation),
    ("Who is affected", lambda report: report.get_scale_display()),
    ("Patient care affected", lambda report: "yes" if report.is_urgent else "no"),
    ("What", lambda report: report.text),
    ("Article", _of("article", "label")),
    ("Assigned to", _of("assigned_to", "name")),
    ("Ticket number", lambda report: report.ticket_number),
    ("Duplicate of", _of("duplicate_of", "reference")),
    ("To be checked", lambda report: "yes" if report.suspicions else "no"),
)
CONTACTS: tuple[Column, ...] = (
    ("Name", lambda report: report.name),
    ("Email", lambda report: report.email),
    ("Phone", lambda report: report.phone),
)
