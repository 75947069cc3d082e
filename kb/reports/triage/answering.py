"""Answering the reporter: by email through the outbox, or by phone and written down here."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.models import Article
from kb.outbox.actions import post
from kb.outbox.message import Mail
from kb.reports.delivery.mails import full_address, plain_address
from kb.reports.delivery.posting import priority_of
from kb.reports.delivery_keys import ANSWER, ROOM
from kb.reports.history import held, note_down, subject
from kb.reports.models import Event, Report
from kb.reports.triage.actions import as_it_is, move, point_to

BY_EMAIL = "EMAIL"
BY_PHONE = "PHONE"
STILL_OPEN = (Report.State.NEW, Report.State.IN_PROGRESS, Report.State.WAITING)


class NoEmailAddress(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """The reporter gave none that mail can be sent to: the answer can only be told by phone."""


def answer_mail(report: Report, text: str) -> Mail:
    """Says the answer and nothing of what the person had told: an email travels in the open."""
    desk = settings.SERVICE_DESK_NAME
    lines = [text, "", "--", f"{desk}, about your report {report.reference}"]
    lines.append("Do not send patient details or a passcode in a reply.")
    lines.append(f"You can read this again, and add more, here: {full_address(report.get_absolute_url())}")
    return Mail(
        to=plain_address(report.email),
        subject=" ".join(f"Your report {report.reference}: an answer from the {desk}".split()),
        text="\n".join(lines),
        reply_to=settings.SERVICE_DESK_EMAIL,
    )


@transaction.atomic
def answer(
    *, report: Report, text: str, how: str, article: Article | None, seen: int, by: User, now: datetime | None = None
) -> Report:
    """Raises NoEmailAddress, ChangedMeanwhile or AlreadyEmptied."""
    article = as_it_is(article)
    row = held(report, seen=seen)
    if how == BY_EMAIL:
        if not plain_address(row.email):
            raise NoEmailAddress
        post(mail=answer_mail(row, text), room=ROOM, key=row.reference, purpose=ANSWER, priority=priority_of(row))
    note_down(row, Event.Kind.ANSWER, text if how == BY_EMAIL else f"Told by phone: {text}", by=by)
    if article and row.article != article:
        point_to(row, article, by=by)
    if row.state in STILL_OPEN:
        move(row, Report.State.ANSWERED, by=by, now=now or timezone.now())
    detail = {"how": how, "article": article.label if article else None}
    audit.record(by=by, verb="answered a report", subject=subject(row), detail=detail)
    return row
