"""Each figure: what it says, its picture, and the rows of its table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kb.insight.figures import reading
from kb.insight.figures.rules import by_wait, usual_wait
from kb.lib import dates
from kb.lib.charts import ColumnChart, RowChart, column_chart, row_chart

MOST_DRAWN, MOST_SHOWN = 12, 50
LONGEST_LABEL = 17


@dataclass(frozen=True)
class FigurePeriod:
    """`days` are one bar of what is shown over time."""

    key: str
    words: str
    weeks: int
    days: int


PERIODS = (FigurePeriod("4", "4 weeks", 4, 1), FigurePeriod("13", "13 weeks", 13, 7))


@dataclass(frozen=True)
class Figure:
    """`says` is the figure in one or two sentences; `empty` stands in its place where there is nothing yet."""

    key: str
    heading: str
    says: str
    empty: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    lying: RowChart | None = None
    upright: ColumnChart | None = None

    @property
    def shown(self) -> Sequence[Sequence[str]]:
        return self.rows[:MOST_SHOWN]

    @property
    def left_out(self) -> int:
        return len(self.rows) - len(self.shown)


def _fixes(now: datetime, period: FigurePeriod) -> Figure:
    found = reading.fixes_by_version(now - timedelta(weeks=period.weeks))
    fixed, not_fixed = sum(one.fixed for one in found), sum(one.not_fixed for one in found)
    drawn = [(f"{one.article.label} v{one.version}", (one.fixed, one.not_fixed)) for one in found]
    return Figure(
        key="fixes",
        heading="Which articles fix it, and which do not",
        says=(
            f"{fixed} of {fixed + not_fixed} votes and calls say that it fixed it. Articles that most often did not "
            "stand first, with each version by itself: so you see whether a change helped."
        ),
        empty="Nobody has voted, and no call had an outcome.",
        columns=("Article", "Version", "Voted yes", "Voted no", "Call: fixed", "Call: not fixed", "Call: passed on"),
        rows=[
            (
                str(one.article),
                str(one.version),
                *map(str, (one.yes, one.no, one.calls_fixed, one.calls_not, one.calls_passed_on)),
            )
            for one in found
        ],
        lying=row_chart(drawn[:MOST_DRAWN], kinds=("fixed it", "did not")),
    )


def _hand_offs(now: datetime, period: FigurePeriod) -> Figure:
    found = reading.handed_off(now - timedelta(weeks=period.weeks))
    drawn = [(_short(whom), (page, call)) for whom, page, call in found]
    return Figure(
        key="hand-offs",
        heading="Handed over to others",
        says="How often somebody followed the way to a company on its page, and to whom the desk passed a call on.",
        empty="Nobody was handed over.",
        columns=("To whom", "From a page", "On a call"),
        rows=[(whom, str(page), str(call)) for whom, page, call in found],
        lying=row_chart(drawn[:MOST_DRAWN], kinds=("from a page", "on a call")),
    )


def _short(words: str) -> str:
    """What a label has room for."""
    words = words.partition(" (")[0]
    return words if len(words) <= LONGEST_LABEL else f"{words[: LONGEST_LABEL - 1].rstrip()}…"


def _waits(now: datetime, period: FigurePeriod) -> Figure:
    found = reading.waits(now - timedelta(weeks=period.weeks))
    rows = [
        *by_wait(found.answered),
        ("Closed, no answer", found.closed),
        ("Not answered yet", found.open),
    ]
    usual = usual_wait(found.answered)
    return Figure(
        key="waits",
        heading="From report to answer",
        says=(f"Half of the answers came within {usual}. " if usual else "No report was answered yet. ")
        + "Nights and weekends count. Reports that repeat another, or look like spam, are left out.",
        empty="Nobody has sent a report.",
        columns=("How long", "Reports"),
        rows=[(words, str(number)) for words, number in rows] if sum(number for _, number in rows) else [],
        lying=row_chart([(words, (number,)) for words, number in rows], kinds=("reports",)),
    )


def _spared(now: datetime, period: FigurePeriod) -> Figure:
    found = reading.spared_reports(now - timedelta(weeks=period.weeks), now)
    least, away = sum(one.at_least for one in found), sum(one.turned_away for one in found)
    drawn = [(one.article.label, (one.at_least, one.turned_away - one.at_least)) for one in found]
    return Figure(
        key="spared",
        heading="Reports that were not needed, at the least",
        says=(
            f"{away} times somebody began a report, opened an article that it offered, and sent no report in that "
            f"visit. At least {least} of them found their answer. The rest may have phoned or given up: each counts "
            "only as far as the votes on that article are sure that it fixes anything (lower end of the 95% "
            "interval), and without votes not at all. Whoever found the answer before beginning a report is not in it."
        ),
        empty="Nobody opened an article from a report that they had begun.",
        columns=("Article", "Opened", "Sent no report", "Voted yes", "Voted no", "At least helped"),
        rows=[
            (str(one.article), *map(str, (one.opened, one.turned_away, one.yes, one.no, one.at_least))) for one in found
        ],
        lying=row_chart(drawn[:MOST_DRAWN], kinds=("helped, at the least", "sent no report, reason not known")),
    )


def _codes(now: datetime, period: FigurePeriod) -> Figure:
    found = reading.codes_by_day(now, weeks=period.weeks, days=period.days)
    unit = "Day" if period.days == 1 else "Week from"
    return Figure(
        key="codes",
        heading="Codes that people looked up",
        says=f"Visits to pages of codes by {'day' if period.days == 1 else 'week'}, up to yesterday.",
        empty="Nobody looked a code up.",
        columns=(unit, "Visits", "Most of them"),
        rows=[
            (dates.day(one.day), str(one.number), ", ".join(f"{code} ({number})" for code, number in one.most))
            for one in found
        ]
        if any(one.number for one in found)
        else [],
        upright=column_chart([(dates.day(one.day), one.number) for one in found], what="Visits to codes"),
    )


FIGURES: dict[str, Callable[[datetime, FigurePeriod], Figure]] = {
    "fixes": _fixes,
    "codes": _codes,
    "hand-offs": _hand_offs,
    "waits": _waits,
    "spared": _spared,
}


def every_figure(now: datetime, period: FigurePeriod) -> list[Figure]:
    return [figure(now, period) for figure in FIGURES.values()]
