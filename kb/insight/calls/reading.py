"""What calls say of articles and codes."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import Count

from kb.accounts.models import User
from kb.catalogue.models import Article, CodeKey, ErrorCode
from kb.insight.models import Call, CallOutcome, CallQuerySet
from kb.lib.statements import KeptStatement


@dataclass(frozen=True)
class OutcomeCounts:
    """`number` counts every call, also one that still waits or of which nobody said how it ended."""

    number: int
    fixed: int
    not_fixed: int
    escalated: int


@dataclass(frozen=True)
class VersionOutcomes:
    version: int
    outcomes: OutcomeCounts


def _outcomes(counts: Counter[str]) -> OutcomeCounts:
    return OutcomeCounts(
        number=counts.total(),
        fixed=counts[CallOutcome.FIXED],
        not_fixed=counts[CallOutcome.NOT_FIXED],
        escalated=counts[CallOutcome.ESCALATED],
    )


def _said_of(calls: CallQuerySet) -> OutcomeCounts:
    return _outcomes(Counter({row["outcome"]: row["number"] for row in calls.by_outcome()}))


def waiting_of(person: User) -> list[Call]:
    """At most three, the newest first, with their articles."""
    return list(Call.objects.of(person).waiting().newest_first().select_related("article"))


def outcomes_by_version(article: Article) -> list[VersionOutcomes]:
    """The newest version first; those that nobody used on a call are left out."""
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for row in Call.objects.filter(article=article).by_outcome("version"):
        counts[row["version"]][row["outcome"]] = row["number"]
    return [VersionOutcomes(version, _outcomes(counts[version])) for version in sorted(counts, reverse=True)]


def outcomes_of(code: ErrorCode, since: datetime | None = None) -> OutcomeCounts:
    calls = Call.objects.on_code(code)
    return _said_of(calls.since(since) if since else calls)


def outcomes_by_article(since: datetime) -> dict[int, OutcomeCounts]:
    """By the key of each article that was used since then, on whichever version."""
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for row in Call.objects.since(since).filter(article__isnull=False).by_outcome("article"):
        counts[row["article"]][row["outcome"]] = row["number"]
    return {article: _outcomes(found) for article, found in counts.items()}


@cache
def _numbers(most: int | None) -> KeptStatement[tuple[str, int]]:
    return KeptStatement(
        lambda since: (
            Call.objects.since(since)
            .exclude(code="")
            .values("code")
            .annotate(number=Count("pk"))
            .order_by("-number", "code")
            .values_list("code", "number")[:most]
        ),
        datetime,
    )


def number_of_calls(*, since: datetime, most: int | None = None) -> dict[str, int]:
    """By the key of each code that was used since then; of the `most` that were used most."""
    return dict(_numbers(most)(since))


def unwritten_codes(*, since: datetime) -> dict[str, int]:
    """Calls with a code that nobody has written down, or that was removed since, by its key."""
    numbers = number_of_calls(since=since)
    written = set(CodeKey.objects.filter(normal__in=numbers).values_list("normal", flat=True))
    return {key: number for key, number in numbers.items() if key not in written}


def top_codes(*, since: datetime, most: int = 5) -> list[tuple[ErrorCode, int]]:
    """Codes used on a call since then, the most used first; one that was removed meanwhile is left out."""
    numbers = number_of_calls(since=since)
    counts: Counter[ErrorCode] = Counter()
    for key in CodeKey.objects.filter(normal__in=numbers).select_related("code"):
        counts[key.code] += numbers[key.normal]
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].normal))[:most]
