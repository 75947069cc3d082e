"""What is wrong in words, why that matters, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import Truncator

from kb.accounts.models import User
from kb.accounts.roles import may
from kb.editing.health.rules import Concern, HealthKind, harm
from kb.lib import dates

LONGEST_REASON = 150
ACTIONS = {
    HealthKind.STOPPED: "Put it back or change it",
    HealthKind.URGENT: "Review it",
    HealthKind.CODE: "Write an article",
    HealthKind.SEARCH: "Choose an answer",
    HealthKind.STUB: "Write down the fix",
    HealthKind.VENDOR: "Add how to reach it",
    HealthKind.CONTACT: "Confirm it",
    HealthKind.STEPS: "Add steps",
    HealthKind.OVERDUE: "Say that it is still right, or change it",
    HealthKind.UNVERIFIED: "Have it checked",
}
# Each time where we know more (since when, or what somebody said), and where we do not.
WHY = {
    HealthKind.STOPPED: ("A step is off the public page since {since}: {said}", ""),
    HealthKind.URGENT: ("Published without a review on {since}: {said}", ""),
    HealthKind.CODE: (
        "People looked for this code, and we have nothing on it.",
        "We know what the code means, and no article says what to do.",
    ),
    HealthKind.SEARCH: (
        "People searched for this, and nothing was found.",
        "People searched for this, and nobody opened what was found.",
    ),
    HealthKind.STUB: ("The article says that we know no fix, since {since}.", ""),
    HealthKind.VENDOR: (
        "Articles send people there, and all we have is an address that is not secure: {said}",
        "Articles send people there, and we have no website, phone or email for it.",
    ),
    HealthKind.CONTACT: ("Last confirmed on {since}.", "Nobody has said within a year that it is right."),
    HealthKind.STEPS: ("Whoever has to act finds no step of theirs.", ""),
    HealthKind.OVERDUE: ("Its review was due on {since}.", ""),
    HealthKind.UNVERIFIED: ("Nobody here has checked that its steps are right.", ""),
}


@dataclass(frozen=True)
class HealthRow:
    name: str
    kind: str
    why: str
    effect: str
    keeper: str
    action: str
    address: str  # empty where somebody else has to do it


def _since(concern: Concern, now: datetime) -> str:
    since = concern.since
    day = dates.day(since) if since else ""
    if isinstance(since, date) and not isinstance(since, datetime):
        days = (dates.in_london(now).date() - since).days
        return f"{day}, {days} day{'' if days == 1 else 's'} ago"
    return day


def _why(concern: Concern, now: datetime) -> str:
    known, unknown = WHY[concern.kind]
    words = known if concern.since or concern.detail else unknown
    return words.format(since=_since(concern, now), said=Truncator(concern.detail).chars(LONGEST_REASON))


def _effect(concern: Concern) -> str:
    """What follows for people, as far as anybody counted it."""
    readers = concern.readers
    if concern.kind == HealthKind.CONTACT and readers.not_fixed:
        return f"{readers.not_fixed} told us of a wrong number"
    people = f"{readers.people} {'person' if readers.people == 1 else 'people'} in four weeks"
    said = readers.fixed + readers.not_fixed
    return f"{people}; {readers.not_fixed} of {said} said that it did not fix it" if said else people


def health_row(concern: Concern, person: User, now: datetime) -> HealthRow:
    return HealthRow(
        name=concern.name,
        kind=str(concern.kind.label),
        why=_why(concern, now),
        effect="" if _is_uncounted(concern) else _effect(concern),
        keeper=concern.keeper.words,
        action=ACTIONS[concern.kind],
        address=concern.address if may(person, concern.asks) else "",
    )


def _is_uncounted(concern: Concern) -> bool:
    """Of the desks of organisations only what readers told of them."""
    return concern.kind == HealthKind.CONTACT and not concern.readers.not_fixed


def health_rows(concerns: Iterable[Concern], person: User, now: datetime) -> list[HealthRow]:
    return [health_row(concern, person, now) for concern in concerns]


def harm_in_figures(concern: Concern, now: datetime) -> str:
    return f"{harm(concern, now):.0f}"
