"""Once a week each owner is told which of their articles are due for review. Who has none is told nothing."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import transaction

from kb.accounts.models import User
from kb.catalogue.models import Article
from kb.editing import mails
from kb.editing.models import Stewardship, WeeklyMail
from kb.lib.dates import in_london
from kb.outbox import actions as outbox

FROM_HOUR = 7  # on Monday, London time
AHEAD = timedelta(days=7)

type Due = dict[User, list[tuple[Article, date]]]


def _week(now: datetime) -> date:
    """The Monday of the week whose mails may go out: before seven on a Monday it is still the last one."""
    moment = in_london(now) - timedelta(hours=FROM_HOUR)
    return moment.date() - timedelta(days=moment.weekday())


def _addressee(steward: Stewardship) -> User | None:
    """The owner; the deputy where the owner has left or has no address. A team has none."""
    if mails.can_be_told(steward.owner):
        return steward.owner
    return steward.deputy if mails.can_be_told(steward.deputy) else None


def _due(now: datetime) -> Due:
    """What is to be looked at within a week, or is overdue, by person."""
    live = Article.objects.live(now).filter(review_due_on__lte=in_london(now).date() + AHEAD)
    stewards = Stewardship.objects.filter(article__in=live).select_related("article", "owner", "deputy")
    found: Due = defaultdict(list)
    for steward in stewards.order_by("article__review_due_on", "article__number"):
        person, when = _addressee(steward), steward.article.review_due_on
        if person and when:
            found[person].append((steward.article, when))
    return found


def send_weekly(now: datetime) -> int:
    """How many mails were posted. A chore of every minute, which nearly always finds that all were told."""
    week = _week(now)
    told = set(WeeklyMail.objects.filter(week=week).values_list("person_id", flat=True))
    waiting = {person: due for person, due in _due(now).items() if person.pk not in told}
    return sum(_send(person, due, week) for person, due in waiting.items())


@transaction.atomic
def _send(person: User, due: list[tuple[Article, date]], week: date) -> int:
    # Whoever makes the row sends the mail; another worker waits here and then finds it made.
    _, is_mine = WeeklyMail.objects.get_or_create(person=person, week=week)
    if not is_mine:
        return 0
    outbox.post(mail=mails.weekly(person, due), room=mails.ROOM, key=f"{person.pk} {week}", purpose=mails.WEEKLY)
    return 1
