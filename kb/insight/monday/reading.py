"""What the mail says, in a fixed number of queries. Counts and titles alone: no comment, and nobody's name."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Sum

from kb.catalogue.models import Article, CodeKey, ErrorCode
from kb.insight.figures.reading import VersionFixes, fixes_by_version
from kb.insight.models import HourCount
from kb.insight.monday.rules import MOST, WEEKS_BEFORE, Risen, risen
from kb.insight.searches.presenters import said_as_displayed
from kb.insight.searches.reading import SearchCount, displayed, without_an_answer
from kb.insight.seen.reading import unknown_codes
from kb.insight.seen.rules import CODE
from kb.lib.dates import at_midnight, in_london


@dataclass(frozen=True)
class MondayNews:
    """`rose` with the code, where there still is one; `vain` with the words as they are displayed; `overdue` the
    longest, of so many as `number_overdue`.
    """

    rose: tuple[tuple[Risen, ErrorCode | None], ...]
    not_fixed: tuple[VersionFixes, ...]
    unknown: tuple[tuple[str, int], ...]
    vain: tuple[tuple[SearchCount, str], ...]
    overdue: tuple[Article, ...]
    number_overdue: int


def _visits(start: date, end: date) -> Counter[str]:
    begins = f"{CODE}:"
    rows = HourCount.objects.between(at_midnight(start), at_midnight(end)).filter(subject__startswith=begins)
    by_code = rows.order_by().values("subject").annotate(total=Sum("number")).values_list("subject", "total")
    return Counter({subject.removeprefix(begins): total for subject, total in by_code})


def _vain(since: datetime, unknown: Collection[str]) -> list[tuple[SearchCount, str]]:
    """What nobody found, in words of ours alone; an unknown code has a line of its own already."""
    found = [one for one in without_an_answer(since, 2 * MOST) if one.words not in unknown][:MOST]
    names = displayed(found)
    return [(one, said_as_displayed(one.words, names)) for one in found]


def news(now: datetime) -> MondayNews:
    """Of the seven days before today."""
    today = in_london(now).date()
    start = today - timedelta(days=7)
    rose = risen(_visits(start, today), _visits(start - timedelta(weeks=WEEKS_BEFORE), start))
    keys = CodeKey.objects.filter(normal__in=[row.code for row in rose]).select_related("code")
    codes = {key.normal: key.code for key in keys}
    fixes = [
        one
        for one in fixes_by_version(at_midnight(start))
        if one.not_fixed and one.version == one.article.version and one.article.is_live(now)
    ]
    unknown = unknown_codes(at_midnight(start), MOST)
    vain = _vain(at_midnight(start), {code for code, _ in unknown})
    overdue = Article.objects.live(now).filter(review_due_on__lt=today).order_by("review_due_on", "number")
    return MondayNews(
        rose=tuple((row, codes.get(row.code)) for row in rose),
        not_fixed=tuple(fixes[:MOST]),
        unknown=tuple(unknown),
        vain=tuple(vain),
        overdue=tuple(overdue[:MOST]),
        number_overdue=overdue.count(),
    )
