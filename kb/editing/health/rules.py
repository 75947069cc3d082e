"""How much something that is wrong with the content harms. Pure.

    harm = weight of its kind × (1 + people) × unhelpful × age

- people: visits in four weeks that looked at it, calls on which it was used, and reports that came from it; of a code
  that nobody wrote down, and of a search without an answer, the visits that looked for it and did not find it
- unhelpful: from nearly 0 (all say that it fixed it) over 1 (nobody says anything) to nearly 2 (it fixed nothing)
- age: 1, and 1 more for each month that it has stood so, up to a year
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.db.models import TextChoices

from kb.accounts.roles import May
from kb.catalogue.choices import Actor, Audience, Confidence

MANY_READERS = 20  # in four weeks: fewer are not "many"
LEAST_READERS_OF_A_STUB = 3
LEAST_SEARCHES = 3  # of the same words: fewer may be one person
A_MONTH, MOST_MONTHS = 30, 12


class HealthKind(TextChoices):
    STOPPED = "stopped", "Step stopped"
    URGENT = "urgent", "Urgent fix not reviewed"
    CODE = "code", "Code without an article"
    SEARCH = "search", "Search without an answer"
    STUB = "stub", "No fix written down"
    VENDOR = "vendor", "Company cannot be reached"
    CONTACT = "contact", "Contact not confirmed"
    STEPS = "steps", "No steps for who has to act"
    OVERDUE = "overdue", "Review overdue"
    UNVERIFIED = "unverified", "Many readers, never verified"


WEIGHTS: Mapping[HealthKind, float] = MappingProxyType(
    {
        # Somebody who knows says that a step does harm, or nobody has looked at what was published in a hurry.
        HealthKind.STOPPED: 8,
        HealthKind.URGENT: 6,
        # Whoever comes leaves with nothing.
        HealthKind.CODE: 4,
        HealthKind.SEARCH: 4,
        HealthKind.STUB: 4,
        HealthKind.VENDOR: 3,
        HealthKind.CONTACT: 3,
        HealthKind.STEPS: 3,
        # What stands there may well be right.
        HealthKind.OVERDUE: 2,
        HealthKind.UNVERIFIED: 1,
    }
)


@dataclass(frozen=True)
class Readers:
    """Of the last four weeks. `fixed` and `not_fixed`: votes on the version of now, and calls with their outcome."""

    people: int = 0
    fixed: int = 0
    not_fixed: int = 0


@dataclass(frozen=True)
class LooksAfter:
    """Who looks after an article: people by their keys (owner and deputy), or a team; both empty for nobody. `name` is
    that of the owner; `words` say all of it."""

    people: tuple[int, ...] = ()
    owner: int | None = None
    team: str = ""
    name: str = ""
    words: str = "nobody"


NOBODY = LooksAfter()


@dataclass(frozen=True)
class Concern:
    """Something that is wrong, where it is mended, and who may do that (where not every editor may)."""

    kind: HealthKind
    name: str
    address: str
    readers: Readers = Readers()
    since: datetime | date | None = None
    detail: str = ""
    keeper: LooksAfter = NOBODY
    asks: May = May.WRITE_ARTICLES


def unhelpful(readers: Readers) -> float:
    """As if one more had said that it fixed it, and one that it did not: a single vote says little."""
    return 2 * (readers.not_fixed + 1) / (readers.fixed + readers.not_fixed + 2)


def _day(moment: datetime | date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def months(since: datetime | date | None, now: datetime) -> int:
    """Whole ones that it has stood so; none where nobody knows since when."""
    return min(MOST_MONTHS, max(0, (now.date() - _day(since)).days // A_MONTH)) if since else 0


def harm(concern: Concern, now: datetime) -> float:
    readers = concern.readers
    return WEIGHTS[concern.kind] * (1 + readers.people) * unhelpful(readers) * (1 + months(concern.since, now))


def by_harm(concerns: list[Concern], now: datetime) -> list[Concern]:
    """What harms most first; of as much, by name, so that no page shows a row twice."""
    return sorted(concerns, key=lambda one: (-harm(one, now), one.kind, one.name, one.address))


@dataclass(frozen=True)
class ArticleHealth:
    """`audiences` for whom it has a step, stopped or not."""

    confidence: str
    acts: str
    reader: str
    has_vendor: bool
    audiences: frozenset[str]
    review_due_on: date | None
    people: int


def has_to_act(facts: ArticleHealth) -> Audience | None:
    """Whoever its author named, else its reader; nobody of ours where a company or another desk has to."""
    if facts.acts in {Actor.RA, Actor.IT}:
        return Audience(facts.acts)
    if facts.acts not in {"", Actor.PERSON} or (not facts.acts and facts.has_vendor):
        return None
    return Audience(facts.reader) if facts.reader in Audience else Audience.USER


def wrong_with(facts: ArticleHealth, today: date) -> list[HealthKind]:
    """What is wrong with an article. A stub has no steps of its own, and was never verified: that is said once."""
    found = []
    if facts.review_due_on and facts.review_due_on < today:
        found.append(HealthKind.OVERDUE)
    if facts.confidence == Confidence.STUB:
        return [*found, HealthKind.STUB] if facts.people >= LEAST_READERS_OF_A_STUB else found
    acting = has_to_act(facts)
    if acting and acting not in facts.audiences:
        found.append(HealthKind.STEPS)
    if facts.confidence == Confidence.UNVERIFIED and facts.people >= MANY_READERS:
        found.append(HealthKind.UNVERIFIED)
    return found


def is_reached(*, website: str, phone: str, email: str) -> bool:
    """Whether there is a way to a company, as far as can be seen without asking the network."""
    return bool(phone or email or website.startswith("https://"))
