"""Why a report is to be checked before the desk acts on it. Suspicion marks a report; it never refuses one."""

from datetime import datetime, timedelta

from django.conf import settings

from kb.accounts import throttle
from kb.reports.models import Report

FEWEST_SECONDS = 3
MOST_OF_VISITOR = 5
HOUR = 3600  # seconds
FILED = "report"  # the name of the counter

HIDDEN_BOX = "A box that people do not see was filled in."
TOO_QUICK = f"It was sent less than {FEWEST_SECONDS} seconds after the form was opened."
MANY_OF_ONE = f"More than {MOST_OF_VISITOR} reports came from one visitor within an hour."


def judge(*, seconds: float, honeypot: str, of_visitor: int) -> tuple[str, ...]:
    """In words, or nothing. `of_visitor`: how many reports this visitor had sent within the hour before this one."""
    reasons = {
        HIDDEN_BOX: bool(honeypot),
        TOO_QUICK: seconds < FEWEST_SECONDS,
        MANY_OF_ONE: of_visitor >= MOST_OF_VISITOR,
    }
    return tuple(words for words, is_so in reasons.items() if is_so)


def number_of_visitor(visitor: str, now: datetime) -> int:
    """How many reports this visitor has sent in this hour of the clock."""
    return throttle.counted(action=FILED, key=visitor, seconds=HOUR, now=now) if visitor else 0


def is_flood(now: datetime) -> bool:
    """Far more reports within an hour than any outage brings: only then is the next one turned away."""
    return Report.objects.filed_since(now - timedelta(seconds=HOUR)).count() >= settings.REPORT_FLOOD
