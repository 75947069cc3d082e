"""Writing down that a reader calls a number wrong, and that somebody has looked."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.accounts.throttle import allow
from kb.contacts.doubts import mails
from kb.contacts.doubts.reading import DoubtedContact
from kb.contacts.models import NumberDoubt
from kb.lib.holders import some_of
from kb.outbox.actions import post

KEPT_FOR = timedelta(days=90)
AN_HOUR, A_DAY = 3600, 24 * 3600
MOST_OF_ONE_SENDER = 10  # an hour; a whole hospital may be one
MOST_OF_ONE_CONTACT = 20  # a day: what is said twenty times is known
ROOM = mails.ROOM


class TooMuchTold(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Nothing is kept of it; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("Many people have told us of numbers today. Those who keep them will look.")
        self.retry_after = retry_after


@transaction.atomic
def tell(*, doubted: DoubtedContact, words: str, page: str, sender: str) -> NumberDoubt:
    """For whoever reads: nobody is asked who they are. Mail about one contact goes once an hour; the list has them all.

    Raises TooMuchTold.
    """
    tries = [("of wrong numbers", sender, MOST_OF_ONE_SENDER, AN_HOUR)] if sender else []
    tries.append(("of one wrong number", doubted.which, MOST_OF_ONE_CONTACT, A_DAY))
    for action, key, limit, seconds in tries:
        allowed = allow(action=action, key=key, limit=limit, seconds=seconds)
        if not allowed.ok:
            raise TooMuchTold(allowed.retry_after)
    doubt = NumberDoubt.objects.create(
        contact=doubted.row, kind=doubted.kind, number=doubted.numbers, words=words, page=page
    )
    if allow(action="mail of a wrong number", key=doubted.which, limit=1, seconds=AN_HOUR).ok:
        for mail in mails.number_doubted(doubt, doubted):
            post(mail=mail, room=ROOM, key=str(doubt.pk), purpose="wrong number")
    return doubt


@transaction.atomic
def settle(*, doubt: NumberDoubt, by: User) -> None:
    """Somebody has looked. Settling what is settled changes nothing."""
    if NumberDoubt.objects.open().filter(pk=doubt.pk).update(settled_at=timezone.now()):
        audit.record(by=by, verb="settled a wrong number", subject=str(doubt))


def forget_old(now: datetime) -> None:
    """Whoever tells of a number may have written more than that."""
    with transaction.atomic():
        some_of(NumberDoubt.objects.filter(told_at__lte=now - KEPT_FOR)).delete()
