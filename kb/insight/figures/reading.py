"""The rows of each figure, in one or two queries however much there is."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q, Sum
from django.db.models.functions import TruncDate

from kb.catalogue.choices import Actor
from kb.catalogue.models import Article, CodeKey
from kb.insight.figures.rules import at_least
from kb.insight.models import Call, CallOutcome, HandOff, HourCount, Vote
from kb.insight.seen.rules import CODE
from kb.lib.dates import LONDON, at_midnight, in_london
from kb.reports.models import Deflection, Event, Report

MOST_NAMED = 3  # codes beside a day


@dataclass(frozen=True)
class VersionFixes:
    """What people said of one version of an article: votes, and calls with their outcome."""

    article: Article
    version: int
    yes: int = 0
    no: int = 0
    calls_fixed: int = 0
    calls_not: int = 0
    calls_passed_on: int = 0

    @property
    def fixed(self) -> int:
        return self.yes + self.calls_fixed

    @property
    def not_fixed(self) -> int:
        return self.no + self.calls_not + self.calls_passed_on


def _articles(keys: set[int]) -> dict[int, Article]:
    """All that have a number, since a list of keys may be longer than a statement."""
    rows = Article.objects.only("number", "title", "slug", "version", "withdrawn_at", "expires_at")
    return {article.pk: article for article in rows if article.pk in keys}


def fixes_by_version(since: datetime) -> list[VersionFixes]:
    """Articles that most often did not fix it first, of each the newest version first."""
    counts: defaultdict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    votes = Vote.objects.since(since).filter(article__isnull=False)
    for row in votes.answers("article", "version"):
        counts[row["article"], row["version"]]["yes" if row["fixed"] else "no"] += row["number"]
    columns = {
        CallOutcome.FIXED: "calls_fixed",
        CallOutcome.NOT_FIXED: "calls_not",
        CallOutcome.ESCALATED: "calls_passed_on",
    }
    for row in Call.objects.since(since).filter(article__isnull=False).by_outcome("article", "version"):
        if column := columns.get(row["outcome"]):
            counts[row["article"], row["version"]][column] += row["number"]
    articles = _articles({article for article, _ in counts})
    rows = [VersionFixes(articles[article], version, **found) for (article, version), found in counts.items()]
    worst: Counter[int] = Counter()
    for one in rows:
        worst[one.article.pk] += one.not_fixed
    return sorted(rows, key=lambda one: (-worst[one.article.pk], one.article.number, -one.version))


def handed_off(since: datetime) -> list[tuple[str, int, int]]:
    """To whom, how many from a page, and how many on a call."""
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    pages = HandOff.objects.since(in_london(since).date()).order_by()
    for name, total in pages.values("vendor__name").annotate(total=Sum("count")).values_list("vendor__name", "total"):
        found[name][0] += total
    calls = Call.objects.since(since).filter(outcome=CallOutcome.ESCALATED).order_by()
    for actor, total in calls.values("escalated_to").annotate(n=Count("pk")).values_list("escalated_to", "n"):
        words = str(Actor(actor).label).removeprefix("your ").removeprefix("the ")
        found[words[:1].upper() + words[1:]][1] += total
    rows = [(whom, from_page, on_call) for whom, (from_page, on_call) in found.items()]
    return sorted(rows, key=lambda row: (-(row[1] + row[2]), row[0]))


@dataclass(frozen=True)
class Waits:
    """`closed`: without an answer. `open`: neither, so far."""

    answered: tuple[timedelta, ...]
    closed: int
    open: int


def waits(since: datetime) -> Waits:
    """Of reports sent since then, without those to be checked and those that say the same as another."""
    reports = Report.objects.filed_since(since).filter(suspicions=[], duplicate_of__isnull=True)
    first = Min("events__at", filter=Q(events__kind=Event.Kind.ANSWER))
    rows = reports.order_by().annotate(first=first).values_list("filed_at", "first", "closed_at")
    answered, closed, still_open = [], 0, 0
    for filed, answer, ended in rows:
        if answer:
            answered.append(answer - filed)
        elif ended:
            closed += 1
        else:
            still_open += 1
    return Waits(tuple(answered), closed, still_open)


@dataclass(frozen=True)
class Spared:
    """People who opened this article from a report that they had begun, and how many sent none in that visit."""

    article: Article
    opened: int
    turned_away: int
    yes: int
    no: int

    @property
    def at_least(self) -> int:
        return at_least(self.turned_away, yes=self.yes, no=self.no)


def spared_reports(since: datetime, now: datetime) -> list[Spared]:
    """Visits that are over; votes of the same time, on any version."""
    over = Deflection.objects.of_past_visits(now).filter(opened_at__gte=since).order_by()
    rows = over.values("article").annotate(opened=Count("pk"), turned_away=Count("pk", filter=Q(was_reported=False)))
    votes: defaultdict[int, Counter[bool]] = defaultdict(Counter)
    for row in Vote.objects.since(since).filter(article__isnull=False).answers("article"):
        votes[row["article"]][row["fixed"]] += row["number"]
    found = list(rows)
    articles = _articles({row["article"] for row in found})
    spared = [
        Spared(
            article=articles[row["article"]],
            opened=row["opened"],
            turned_away=row["turned_away"],
            yes=votes[row["article"]][True],
            no=votes[row["article"]][False],
        )
        for row in found
    ]
    return sorted(spared, key=lambda one: (-one.turned_away, one.article.number))


@dataclass(frozen=True)
class CodesOfDay:
    """Visits to pages of codes on a day, or in the week that begins with it; which of them most."""

    day: date
    number: int
    most: Sequence[tuple[str, int]]


def codes_by_day(now: datetime, *, weeks: int, days: int) -> list[CodesOfDay]:
    """So many days together, up to yesterday: today is not over."""
    today = in_london(now).date()
    first = today - timedelta(weeks=weeks)
    begins = f"{CODE}:"
    rows = HourCount.objects.between(at_midnight(first), at_midnight(today)).filter(subject__startswith=begins)
    by_day = rows.order_by().annotate(day=TruncDate("hour", tzinfo=LONDON)).values("subject", "day")
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for subject, day, number in by_day.annotate(n=Sum("number")).values_list("subject", "day", "n"):
        counts[(day - first).days // days][subject.removeprefix(begins)] += number
    names = dict(CodeKey.objects.filter(position=0).values_list("normal", "code__display"))
    return [
        CodesOfDay(
            first + timedelta(days=place * days),
            counts[place].total(),
            [
                (names.get(code, code), number)
                for code, number in sorted(counts[place].items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_NAMED]
            ],
        )
        for place in range(weeks * 7 // days)
    ]
