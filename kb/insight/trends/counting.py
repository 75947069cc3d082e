"""What counts for a subject, minute by minute, and what is usual for it: from rows to what the test asks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Sum

from kb.catalogue.models import ArticleCode, CodeKey
from kb.insight.models import Call, HourCount, View
from kb.insight.seen.rules import AN_HOUR, CODE, hour_of, of_code
from kb.insight.trends.rules import HOURS_OF_WEEK, WEEKS, Profile, Usual, hour_of_week
from kb.reports.models import Report

SERVICE = "service"
LOOKS_BACK = timedelta(hours=6)
A_WEEK = timedelta(days=7)
LEAST_OF_A_RISE = 3  # fewer are never looked at, so that a quiet site costs one query

type Services = Mapping[str, Collection[str]]  # by the subject of a code
type Hits = dict[str, list[datetime]]


@dataclass(frozen=True)
class Counted:
    """What came lately, by subject and in order; visits of the whole site in the last hour."""

    hits: Hits
    last_hour: int


def _looked_at(since: datetime) -> Iterable[tuple[str, str, datetime]]:
    """Subject, who, when. A visit is one; a call and a report are one each, since different people speak."""
    begins = f"{CODE}:"
    views = View.objects.since(since).filter(subject__startswith=begins)
    yield from views.values_list("subject", "visit", "at")
    # A code that nobody has written down has no page on which readers could be told of its rise.
    written = Call.objects.since(since).filter(code__in=CodeKey.objects.values("normal"))
    for pk, code, at in written.values_list("pk", "code", "at"):
        yield of_code(code), f"call {pk}", at
    reports = Report.objects.filed_since(since).filter(code__isnull=False, suspicions=[])
    for pk, code, at in reports.values_list("pk", "code__normal", "filed_at"):
        yield of_code(code), f"report {pk}", at


def services_of_codes() -> Services:
    """Codes answered by the articles of a service."""
    rows = ArticleCode.objects.filter(answers=True, article__service_uses__isnull=False)
    found: dict[str, set[str]] = defaultdict(set)
    for code, slug in rows.values_list("code__normal", "article__service_uses__service__slug"):
        found[of_code(code)].add(f"{SERVICE}:{slug}")
    return found


def counted(now: datetime, services: Services) -> Counted:
    """Whoever looks up several codes of a service is one for the service."""
    known: set[tuple[str, str]] = set()
    hits: Hits = defaultdict(list)
    last_hour = 0
    for subject, who, at in sorted(_looked_at(now - LOOKS_BACK), key=lambda look: look[2]):
        last_hour += at > now - AN_HOUR
        for one in (subject, *services.get(subject, ())):
            if (one, who) not in known:
                known.add((one, who))
                hits[one].append(at)
    return Counted({subject: ats for subject, ats in hits.items() if len(ats) >= LEAST_OF_A_RISE}, last_hour)


def weeks_known(now: datetime) -> int:
    first = HourCount.objects.aggregate(first=Min("hour"))["first"]
    return min(WEEKS, int((now - first) / A_WEEK)) if first else 0


def profile(now: datetime, weeks: int) -> Profile:
    """One aggregate over some 1,300 hours."""
    totals = [0.0] * HOURS_OF_WEEK
    rows = HourCount.objects.between(now - weeks * A_WEEK, hour_of(now)).filter(subject__startswith=f"{CODE}:")
    for hour, number in rows.order_by().values("hour").annotate(number=Sum("number")).values_list("hour", "number"):
        totals[hour_of_week(hour)] += number
    return Profile.of(totals, weeks)


def number_of_subjects(services: Services) -> int:
    """Among which false alarms are divided: all codes that somebody looked up, and all services."""
    codes = HourCount.objects.filter(subject__startswith=f"{CODE}:").aggregate(n=Count("subject", distinct=True))["n"]
    return int(codes) + len({slug for slugs in services.values() for slug in slugs})


def usual_of(subject: str, now: datetime, weeks: int, services: Services) -> Usual:
    """Of a service the counts of its codes: who looked up two of them counts twice there, so rather too many."""
    codes = [code for code, slugs in services.items() if subject in slugs] or [subject]
    end = hour_of(now)
    rows = HourCount.objects.between(end - weeks * A_WEEK, end).filter(subject__in=codes).order_by()
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for hour, number in rows.values_list("hour", "number"):
        counts[int((end - hour - AN_HOUR) / A_WEEK), hour_of_week(hour)] += number
    return Usual.of(counts, weeks)
