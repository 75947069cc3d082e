"""Taking the list away as a spreadsheet: recorded, since from then on it lies where we cannot see it."""

from collections.abc import Callable

from django.db import transaction

from kb.accounts import audit
from kb.accounts.models import User
from kb.lib.dates import in_london
from kb.lib.safe_csv import table
from kb.reports.models import Report
from kb.reports.querysets import ReportQuerySet
from kb.reports.triage.list_presenters import code_of

type Column = tuple[str, Callable[[Report], str]]

COLUMNS: tuple[Column, ...] = (
    ("Reference", lambda report: report.reference),
    ("Sent", lambda report: f"{in_london(report.filed_at):%Y-%m-%d %H:%M}"),
    ("State", lambda report: report.get_state_display()),
    ("Closed", lambda report: f"{in_london(report.closed_at):%Y-%m-%d %H:%M}" if report.closed_at else ""),
    ("Code", code_of),
    ("Service", lambda report: report.service.name if report.service else ""),
    ("Organisation", lambda report: report.organisation),
    ("Who is affected", lambda report: report.get_scale_display()),
    ("Patient care affected", lambda report: "yes" if report.is_urgent else "no"),
    ("What", lambda report: report.text),
    ("Article", lambda report: report.article.label if report.article else ""),
    ("Assigned to", lambda report: report.assigned_to.name if report.assigned_to else ""),
    ("Ticket number", lambda report: report.ticket_number),
    ("Duplicate of", lambda report: report.duplicate_of.reference if report.duplicate_of else ""),
    ("To be checked", lambda report: "yes" if report.suspicions else "no"),
)
CONTACTS: tuple[Column, ...] = (
    ("Name", lambda report: report.name),
    ("Email", lambda report: report.email),
    ("Phone", lambda report: report.phone),
)


def export(*, reports: ReportQuerySet, wanted: dict[str, str], with_contacts: bool, by: User) -> str:
    """The file. `wanted` says in the audit trail what was asked for, without what was typed."""
    columns = (*COLUMNS, *CONTACTS) if with_contacts else COLUMNS
    found = list(reports.select_related("service", "code", "article", "assigned_to", "duplicate_of"))
    # Made before the transaction: thousands of reports take longer than SQLite's only writer may be held up.
    written = table([name for name, _ in columns], ([value(report) for _, value in columns] for report in found))
    detail = {"reports": len(found), "with_contacts": with_contacts, "wanted": wanted}
    with transaction.atomic():
        audit.record(by=by, verb="exported reports", subject="reports", detail=detail)
    return written
