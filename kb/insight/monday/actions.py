"""Sending the mail of Monday, once for all machines."""

from datetime import date, datetime, timedelta

from django.db import transaction

from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.insight.models import MondayMail
from kb.insight.monday import mails
from kb.insight.monday.reading import MondayNews, news
from kb.insight.monday.rules import FROM_HOUR, begins
from kb.lib.dates import week_of
from kb.lib.holders import some_of
from kb.outbox import actions as outbox
from kb.outbox.message import is_address

KEPT_FOR = timedelta(weeks=8)


def send_monday_mails(now: datetime) -> int:
    """How many were posted. A chore of every minute, which nearly always finds in one query that all were told.

    Who asked for it after Monday at seven waits for the next one. A worker that was away sends it later in the week.
    """
    week = week_of(now, from_hour=FROM_HOUR)
    told = MondayMail.objects.filter(week=week).values("person")
    asked = User.objects.filter(is_active=True, monday_mail_since__lt=begins(week)).exclude(pk__in=told).order_by("pk")
    people = [person for person in asked if may(person, May.WRITE_ARTICLES) and is_address(person.email)]
    if not people:
        return 0
    found = news(now)
    return sum(_send(person, found, week) for person in people)


@transaction.atomic
def _send(person: User, found: MondayNews, week: date) -> int:
    # Whoever makes the row sends the mail; another worker waits here and then finds it made.
    _, is_mine = MondayMail.objects.get_or_create(person=person, week=week)
    if not is_mine:
        return 0
    mail = mails.monday(person.email, found)
    outbox.post(mail=mail, room=mails.ROOM, key=f"{person.pk} {week}", purpose=mails.MONDAY)
    return 1


@transaction.atomic
def forget_monday_mails(now: datetime) -> None:
    some_of(MondayMail.objects.filter(week__lt=(now - KEPT_FOR).date())).delete()
