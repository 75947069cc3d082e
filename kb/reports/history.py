"""Holding a report while it is changed, and writing down what was done to it. Used inside a transaction only."""

from kb.accounts.models import User
from kb.reports.models import Event, Report

NOTHING_YET = 0


class ChangedMeanwhile(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Somebody did something to the report since the page was shown on which this was decided."""

    def __init__(self, latest: Event) -> None:
        super().__init__(f"The report was changed: {latest.get_kind_display()}.")
        self.latest = latest


class AlreadyEmptied(Exception):  # noqa: N818 - see ChangedMeanwhile
    """What the person told is erased: nothing is left to work on."""


def latest_event(report: Report) -> Event | None:
    return Event.objects.filter(report=report).select_related("by").order_by("-pk").first()


def held(report: Report, *, seen: int) -> Report:
    """The report as it is now, kept from others until the transaction ends.

    `seen` is the number of the latest event that stood on the page. SQLite locks nothing here and need not: its
    transactions write one after the other.
    """
    row = Report.objects.select_for_update().get(pk=report.pk)
    if row.emptied_at:
        raise AlreadyEmptied
    latest = latest_event(row)
    if latest and latest.pk != seen:
        raise ChangedMeanwhile(latest)
    return row


def note_down(report: Report, kind: Event.Kind, text: str = "", *, by: User | None) -> Event:
    return Event.objects.create(report=report, kind=kind, text=text, by=by)


def subject(report: Report) -> str:
    return f"report {report.reference}"
