"""A rise in words and as a chart, with the numbers of the chart as a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kb.catalogue.models import CodeKey, ErrorCode, Service
from kb.insight.models import Rise, View
from kb.insight.seen.rules import CODE
from kb.insight.trends.counting import services_of_codes
from kb.lib.charts import ChartBar, upright
from kb.lib.dates import clock, day_and_clock

BARS, BAR = 18, timedelta(minutes=10)
HEIGHT, WIDTH, GAP = 60, 14, 3


@dataclass(frozen=True)
class RiseView:
    pk: int
    about: str  # as a new notice is told
    name: str
    address: str
    since: str
    number: int
    usual: str
    is_confirmed: bool
    bars: tuple[ChartBar, ...]

    @property
    def width(self) -> int:
        return len(self.bars) * (WIDTH + GAP)


def _usual(an_hour: float) -> str:
    """Never more exact than so few can be."""
    if an_hour < 1:
        return "fewer than one an hour"
    return f"about {round(an_hour)} an hour"


def _bars(ats: Iterable[datetime], now: datetime) -> tuple[ChartBar, ...]:
    first = now - BARS * BAR
    numbers = [0] * BARS
    for at in ats:
        if first < at <= now:
            numbers[min(BARS - 1, int((at - first) / BAR))] += 1
    values = [(clock(first + place * BAR), number) for place, number in enumerate(numbers)]
    return upright(values, step=WIDTH + GAP, height=HEIGHT)


def rise_views(rises: Sequence[Rise], now: datetime) -> list[RiseView]:
    """In a fixed number of queries."""
    names = {rise.name for rise in rises}
    codes = {key.normal: key.code for key in CodeKey.objects.filter(normal__in=names).select_related("code")}
    services = {row.slug: row for row in Service.objects.filter(slug__in=names)}
    of_codes = services_of_codes()
    looks = list(View.objects.since(now - BARS * BAR).order_by("-at").values_list("subject", "visit", "at"))
    views = []
    for rise in rises:
        is_code = rise.subject.startswith(f"{CODE}:")
        row: ErrorCode | Service | None = codes.get(rise.name) if is_code else services.get(rise.name)
        first = {who: at for subject, who, at in looks if rise.subject in {subject, *of_codes.get(subject, ())}}
        is_today = now - rise.began_at < timedelta(hours=12)
        views.append(
            RiseView(
                pk=rise.pk,
                about=rise.subject,
                name=str(row) if row else rise.name,
                address=row.get_absolute_url() if row else "",
                since=clock(rise.began_at) if is_today else day_and_clock(rise.began_at),
                number=rise.number,
                usual=_usual(rise.usual),
                is_confirmed=rise.confirmed_at is not None,
                bars=_bars(first.values(), now),
            )
        )
    return views
