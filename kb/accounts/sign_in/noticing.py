"""What is written down and told of tries that look like an attack: never what was typed."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kb.accounts import audit, throttle
from kb.accounts.models import AuditEntry, User
from kb.accounts.sign_in import mails, rules, tries
from kb.outbox import actions as outbox

LIMIT_NOTED = "sign-in limit noted"
ATTACK_NOTED = "sign-in attack noted"
REFUSED = "refused sign-in after too many tries"
SPRAYED = "noticed one password tried on many accounts"
SUBJECT = "signing in"

logger = logging.getLogger(__name__)


def note_limit(one: tries.SignInTry) -> None:
    """Once a window, so that a flood of tries is not a flood of entries. Only a name we know is written down."""
    if not throttle.allow(action=LIMIT_NOTED, key=one.counted_by, limit=1, seconds=rules.TRIES_WITHIN).ok:
        return
    person = User.objects.named(one.username).first()
    audit.record_alone(by=None, verb=REFUSED, subject=f"person {person.username}" if person else "an unknown account")


def note_failure(*, accounts: int) -> None:
    """`accounts`: for how many this password was wrong within the hour."""
    if accounts < rules.ACCOUNTS_OF_ONE_PASSWORD:
        return
    now = timezone.now()
    # Within any hour, and not once in each hour of the clock; the counter is for processes that notice at once.
    hour = timedelta(seconds=rules.HOUR)
    if AuditEntry.objects.filter(verb=SPRAYED, at__gt=now - hour).exists():
        return
    if not throttle.allow(action=ATTACK_NOTED, key="", limit=1, seconds=rules.HOUR, now=now).ok:
        return
    with transaction.atomic():
        audit.record(by=None, verb=SPRAYED, subject=SUBJECT, detail={"accounts": accounts, "within": "an hour"})
        for mail in mails.sprayed(accounts=accounts):
            outbox.post(mail=mail, room=mails.ROOM, key=f"{now:%Y-%m-%dT%H:%M}", purpose=mails.SPRAYED)
    logger.warning("One password was wrong for %s accounts within an hour: somebody is guessing.", accounts)
