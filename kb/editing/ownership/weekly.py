"""Once a week each owner is told which of their articles are due for review. Who has none is told nothing."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import transaction

from kb.accounts.models import User
from kb.catalogue.models import Article
from kb.editing import mails
from kb.editing.models import Ownership, WeeklyMail
from kb.editing.ownership.rules import reviews_now
from kb.lib.dates import in_london, week_of
from kb.outbox import actions as outbox

FROM_HOUR = 7  # on Monday, London time
AHEAD = timedelta(days=7)

type Due = dict[User, list[Ownership]]


def _due(now: datetime) -> Due:
    """What is to be looked at within a week, or is overdue, by person.

    The owner is told; the deputy where the owner is away, has left or has no address. A team has none.
    """
    today = in_london(now).date()
    live = Article.objects.live(now).filter(review_due_on__lte=today + AHEAD)
    ownerships = Ownership.objects.filter(article__in=live).select_related("article", "owner", "deputy")
    found: Due = defaultdict(list)
    for ownership in ownerships.order_by("article__review_due_on", "article__number"):
        if person := reviews_now(ownership, today, mails.can_be_told):
            found[person].append(ownership)
    return found


def send_weekly(now: datetime) -> int:
    """How many mails were posted. A chore of every minute, which nearly always finds that all were told."""
    week = week_of(now, from_hour=FROM_HOUR)
    told = set(WeeklyMail.objects.filter(week=week).values_list("person_id", flat=True))
    waiting = {person: due for person, due in _due(now).items() if person.pk not in told}
    return sum(_send(person, due, week) for person, due in waiting.items())


@transaction.atomic
def _send(person: User, due: list[Ownership], week: date) -> int:
    # Whoever makes the row sends the mail; another worker waits here and then finds it made.
    _, is_mine = WeeklyMail.objects.get_or_create(person=person, week=week)
    if not is_mine:
        return 0
    outbox.post(mail=mails.weekly(person, due), room=mails.ROOM, key=f"{person.pk} {week}", purpose=mails.WEEKLY)
    return 1
