"""What is new is mailed once an hour at most to each person: what came since is gathered in one mail."""

from datetime import datetime, timedelta

from django.db import transaction

from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.editing.mails import ROOM, can_be_told
from kb.editing.models import News, NewsMail
from kb.editing.news.mails import NEWS, news_mail
from kb.editing.news.presenters import news_lines
from kb.outbox import actions as outbox

EVERY = timedelta(hours=1)


def send_news(now: datetime) -> int:
    """How many mails were posted. A chore of every minute, which nearly always finds nothing."""
    quiet = NewsMail.objects.filter(at__gt=now - EVERY).values("person")
    waiting = News.objects.to_mail(now).exclude(person__in=quiet).order_by().values("person")
    people = [person for person in User.objects.filter(pk__in=waiting).order_by("pk") if can_be_told(person)]
    return sum(_send(person, now) for person in people if may(person, May.WRITE_ARTICLES))


@transaction.atomic
def _send(person: User, now: datetime) -> int:
    # Whoever holds the row sends the mail; another worker waits here and then finds that the hour has begun.
    last, is_first = NewsMail.objects.select_for_update().get_or_create(person=person, defaults={"at": now})
    if not is_first and last.at > now - EVERY:
        return 0
    found = News.objects.to_mail(now).filter(person=person)
    rows = list(found.select_related("draft__article", "by", "review"))
    if not rows:
        return 0
    News.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=now)
    NewsMail.objects.filter(pk=last.pk).update(at=now)
    mail = news_mail(person, news_lines(rows, now))
    outbox.post(mail=mail, room=ROOM, key=f"{person.pk} {now:%Y-%m-%d %H:%M}", purpose=NEWS)
    return 1
