"""Taking the list away as a table: recorded, since from then on it lies where we cannot see it."""

from django.db import transaction

from kb.accounts import audit
from kb.accounts.models import User
from kb.lib.safe_csv import table
from kb.reports.querysets import ReportQuerySet
from kb.reports.triage.export import COLUMNS, CONTACTS


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
