"""Noting views and writing them. No `by=` and no audit entry: nobody is to know who it was. No Edition: pages stay."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count

from kb.catalogue.models import Article, CodeKey
from kb.insight.models import CountedHour, HourCount, View, ViewQuerySet
from kb.insight.seen.rules import (
    AN_HOUR,
    ARTICLE,
    CODE,
    COUNTED_AFTER,
    COUNTS_KEPT,
    UNKNOWN,
    VISIT_KEPT,
    hour_of,
    of_unknown,
)
from kb.insight.visits.waiting import Later, WaitingNotes, after_a_while
from kb.lib.dates import in_london
from kb.lib.holders import some_of

MOST_HOURS = 48  # counted in one go of the worker


class Notebook:
    """The views that this process has noted and not yet written."""

    def __init__(self, later: Later = after_a_while) -> None:
        self.waiting = WaitingNotes[tuple[str, str], datetime](self._write, later)

    def _write(self) -> None:
        write()

    def note(self, *, subject: str, visit: str, now: datetime) -> None:
        self.waiting.put((subject, visit), now)

    def taken(self) -> list[View]:
        return [
            View(subject=subject, visit=visit, day=in_london(at).date(), at=at)
            for (subject, visit), at in self.waiting.take().items()
        ]


notebook = Notebook()


def _known(subjects: Collection[str]) -> set[str]:
    """Those that are something here; a program may send anything."""
    by_kind: dict[str, set[str]] = {CODE: set(), ARTICLE: set(), UNKNOWN: set()}
    for subject in subjects:
        kind, _, name = subject.partition(":")
        by_kind.get(kind, set()).add(name)
    codes = CodeKey.objects.filter(normal__in=by_kind[CODE]).values_list("normal", flat=True)
    numbers = {int(name) for name in by_kind[ARTICLE] if name.isascii() and name.isdecimal()}
    articles = Article.objects.live().filter(number__in=numbers).values_list("number", flat=True)
    found = {f"{CODE}:{code}" for code in codes} | {f"{ARTICLE}:{number}" for number in articles}
    return found | {f"{UNKNOWN}:{name}" for name in by_kind[UNKNOWN] if of_unknown(name) == f"{UNKNOWN}:{name}"}


@transaction.atomic
def write() -> int:
    """What was noted; of a visit that looked at the same subject before on that day, nothing."""
    rows = notebook.taken()
    known = _known({row.subject for row in rows}) if rows else set()
    rows = [row for row in rows if row.subject in known]
    View.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def _count_hour(hour: datetime) -> None:
    # Whoever makes the row counts; another worker waits for it, and then finds it made.
    _, is_mine = CountedHour.objects.get_or_create(hour=hour)
    if not is_mine:
        return
    views = View.objects.filter(at__gte=hour, at__lt=hour + AN_HOUR).order_by()
    rows = [HourCount(subject=subject, hour=hour, number=number) for subject, number in _by_subject(views)]
    HourCount.objects.bulk_create(rows, ignore_conflicts=True)


def _by_subject(views: ViewQuerySet) -> list[tuple[str, int]]:
    return list(views.values("subject").annotate(number=Count("pk")).values_list("subject", "number"))


def count_hours(now: datetime) -> None:
    """Hours that are over and not yet counted, the oldest first; a minute's chore that nearly always finds none."""
    last = hour_of(now - COUNTED_AFTER) - AN_HOUR
    first = last - VISIT_KEPT + 2 * AN_HOUR
    done = set(CountedHour.objects.filter(hour__gte=first).values_list("hour", flat=True))
    hours = [first + number * AN_HOUR for number in range(int((last - first) / AN_HOUR) + 1)]
    for hour in [hour for hour in hours if hour not in done][:MOST_HOURS]:
        _count_hour(hour)


@transaction.atomic
def forget_views(now: datetime) -> None:
    some_of(View.objects.over(now - VISIT_KEPT)).delete()
    some_of(HourCount.objects.over(now - COUNTS_KEPT)).delete()
    some_of(CountedHour.objects.filter(hour__lt=now - VISIT_KEPT - timedelta(days=1))).delete()
