"""Which columns of a report go into a spreadsheet."""

from collections.abc import Callable

from kb.lib.dates import in_london
from kb.reports.models import Report
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
