"""Noting views and writing them. No `by=` and no audit entry: nobody is to know who it was. No Edition: pages stay."""

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from threading import Lock, Timer

from django.db import Error, connections, transaction
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
from kb.lib.dates import in_london
from kb.lib.holders import some_of

WRITTEN_AFTER = 10.0  # seconds
MOST_WAITING = 2_000  # a flood writes no more than that at once, and the rest is not counted
MOST_HOURS = 48  # counted in one go of the worker
logger = logging.getLogger(__name__)


def _later(do: Callable[[], None]) -> None:
    timer = Timer(WRITTEN_AFTER, do)
    timer.daemon = True
    timer.start()


class Notebook:
    """What this process has noted and not yet written. The first note starts the clock, so none waits for the next."""

    def __init__(self, later: Callable[[Callable[[], None]], None] = _later) -> None:
        self.later = later
        self._lock = Lock()
        self._notes: dict[tuple[str, str], datetime] = {}

    def note(self, *, subject: str, visit: str, now: datetime) -> None:
        with self._lock:
            if len(self._notes) >= MOST_WAITING:
                return
            is_first = not self._notes
            self._notes.setdefault((subject, visit), now)
        if is_first:
            self.later(self._write_aside)

    def taken(self) -> list[View]:
        with self._lock:
            notes, self._notes = self._notes, {}
        return [
            View(subject=subject, visit=visit, day=in_london(at).date(), at=at)
            for (subject, visit), at in notes.items()
        ]

    def _write_aside(self) -> None:
        try:
            write()
        except Error:
            # Counts are not worth a page, or a full memory: what could not be written is gone.
            logger.warning("Views could not be written.")
        finally:
            connections.close_all()


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
