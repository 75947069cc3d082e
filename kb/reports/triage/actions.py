"""What the desk does to a report: its state, who works on it, ticket number, notes, the article that answers it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.models import Article
from kb.reports.history import held, note_down, subject
from kb.reports.models import Event, Report

State = Report.State


def move(row: Report, state: str, *, by: User | None, now: datetime) -> None:
    """To another state, and into the history. A report that is opened again is no longer anybody's duplicate."""
    was = row.get_state_display()
    row.state = state
    row.closed_at = now if state == State.CLOSED else None
    if state != State.CLOSED:
        row.duplicate_of = None
    row.save(update_fields=["state", "closed_at", "duplicate_of"])
    note_down(row, Event.Kind.STATE, f"{was} → {row.get_state_display()}", by=by)


@transaction.atomic
def change_state(*, report: Report, state: str, seen: int, by: User, now: datetime | None = None) -> Report:
    """Closing and opening again too. Raises ChangedMeanwhile or AlreadyEmptied, as all here do."""
    row = held(report, seen=seen)
    if row.state != state:
        was = row.state
        move(row, state, by=by, now=now or timezone.now())
        audit.record(
            by=by, verb="changed the state of a report", subject=subject(row), detail={"from": was, "to": state}
        )
    return row


@transaction.atomic
def assign(*, report: Report, to: User | None, seen: int, by: User) -> Report:
    row = held(report, seen=seen)
    row.assigned_to = to
    row.save(update_fields=["assigned_to"])
    note_down(row, Event.Kind.ASSIGNED, f"To {to.name}" if to else "To nobody", by=by)
    audit.record(by=by, verb="assigned a report", subject=subject(row), detail={"to": to.username if to else None})
    return row


@transaction.atomic
def set_ticket_number(*, report: Report, number: str, seen: int, by: User) -> Report:
    """The number under which the desk's own ticket system knows it; empty takes it away."""
    row = held(report, seen=seen)
    if row.ticket_number != number:
        row.ticket_number = number
        row.save(update_fields=["ticket_number"])
        note_down(row, Event.Kind.TICKET, number or "Taken away", by=by)
        audit.record(by=by, verb="set the ticket number of a report", subject=subject(row))
    return row


@transaction.atomic
def add_note(*, report: Report, text: str, seen: int, by: User) -> Report:
    """For the desk only; the reporter never sees it. It contradicts nobody, so it is kept whatever was done since."""
    row = Report.objects.get(pk=report.pk)
    note_down(row, Event.Kind.NOTE, text, by=by)
    audit.record(by=by, verb="added a note to a report", subject=subject(row))
    return row


def as_it_is(article: Article | None) -> Article | None:
    """Locked before the report, as whoever merges articles does, so that nobody waits in a circle.

    One that was merged or replaced in the meantime is the other by now.
    """
    row = Article.objects.select_for_update(of=("self",)).get(pk=article.pk) if article else None
    while row and row.withdrawn_at and row.replacement:
        row = row.replacement
    return row


def point_to(row: Report, article: Article | None, *, by: User | None) -> None:
    row.article = article
    row.save(update_fields=["article"])
    note_down(row, Event.Kind.LINKED, str(article) if article else "To no article", by=by)


@transaction.atomic
def link_article(*, report: Report, article: Article | None, seen: int, by: User | None) -> Report:
    """The article that answers it, or none."""
    article = as_it_is(article)
    row = held(report, seen=seen)
    if row.article != article:
        point_to(row, article, by=by)
        detail = {"article": article.label if article else None}
        audit.record(by=by, verb="linked a report to an article", subject=subject(row), detail=detail)
    return row


@transaction.atomic
def ask_for_article(*, report: Report, is_wanted: bool, seen: int, by: User, now: datetime | None = None) -> Report:
    """From then on editors see what went wrong, code and service (`unnamed`); False takes it back.

    Raises ChangedMeanwhile or AlreadyEmptied.
    """
    row = held(report, seen=seen)
    if bool(row.article_asked_at) == is_wanted:
        return row
    row.article_asked_at = (now or timezone.now()) if is_wanted else None
    row.save(update_fields=["article_asked_at"])
    note_down(row, Event.Kind.ASKED, "" if is_wanted else "Taken back", by=by)
    verb = "asked the editors for an article" if is_wanted else "took back the request for an article"
    audit.record(by=by, verb=verb, subject=subject(row))
    return row


@transaction.atomic
def note_begun(*, report: Report, by: User) -> Event:
    """For the history of the report. The draft has an audit entry of its own, which names the report."""
    return note_down(report, Event.Kind.ASKED, "An article was begun", by=by)
