"""What makes a report one to be checked before the desk acts on it. It marks, and never refuses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from kb.accounts import throttle
from kb.reports.models import Report

FEWEST_SECONDS = 3
HOUR = 3600  # seconds
# One visitor, or one form however often its cookies are dropped.
MOST_OF_ONE = 5
# One network address: a hospital has few, and sends hundreds of reports when something fails.
MOST_OF_ADDRESS = 500
# The names of the counters.
OF_VISITOR, OF_FORM, OF_ADDRESS = "report", "report of a form", "report of an address"

HIDDEN_BOX = "A box that people do not see was filled in."
TOO_QUICK = f"It was sent less than {FEWEST_SECONDS} seconds after the form was opened."
MANY_OF_ONE = f"More than {MOST_OF_ONE} reports came from one visitor within an hour."
MANY_OF_FORM = f"More than {MOST_OF_ONE} reports came from one opened form within an hour."
MANY_OF_ADDRESS = f"More than {MOST_OF_ADDRESS} reports came from one network address within an hour."
FLOOD = "Far more reports came within an hour than usual."


@dataclass(frozen=True)
class Origin:
    """By what reports of one sender are known; each may be empty. `form`: the unguessable name of an opened form,
    which stays the same when cookies are dropped. `is_staff`: whoever works here was signed in."""

    visitor: str = ""
    form: str = ""
    address: str = ""
    is_staff: bool = False


def judge(*, seconds: float, honeypot: str) -> tuple[str, ...]:
    """By how the form was filled in, in words, or nothing."""
    reasons = {HIDDEN_BOX: bool(honeypot), TOO_QUICK: seconds < FEWEST_SECONDS}
    return tuple(words for words, is_so in reasons.items() if is_so)


def is_flood(now: datetime) -> bool:
    """Far more reports within an hour than any outage brings."""
    newest = Report.objects.filed_since(now - timedelta(seconds=HOUR)).order_by()
    return newest[: settings.REPORT_FLOOD].count() >= settings.REPORT_FLOOD


def count(origin: Origin, now: datetime) -> Sequence[str]:
    """Count one more of this sender, and say of what there are too many by now.

    Counted in the transaction that stores the report, and always in this order, so that nobody waits in a circle.
    """
    counters = (
        (MANY_OF_ONE, OF_VISITOR, origin.visitor, MOST_OF_ONE),
        (MANY_OF_FORM, OF_FORM, origin.form, MOST_OF_ONE),
        (MANY_OF_ADDRESS, OF_ADDRESS, origin.address, MOST_OF_ADDRESS),
    )
    return [
        words
        for words, action, key, most in counters
        if key and not throttle.allow(action=action, key=key, limit=most, seconds=HOUR, now=now).ok
    ]
