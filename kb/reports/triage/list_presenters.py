"""What the list of reports says: its lines, and reports on one code that came together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kb.lib import dates
from kb.lib.listing import address
from kb.pages.parts import PageLink
from kb.reports.models import Report
from kb.reports.triage.deliveries import Standing, when

FIRST_WORDS = 90
NOBODY = "Nobody yet"
SHORT = {"WAITING": "Waiting"}  # for the reporter: there is no room for it in a column
TOGETHER = timedelta(hours=1)
LEAST_TOGETHER = 2
TAGS = {"NEW": "blue", "IN_PROGRESS": "yellow", "WAITING": "purple", "ANSWERED": "green", "CLOSED": "grey"}
TAGS_OF_DELIVERY = {"STUCK": "red", "WAITING": "white", "SENT": "grey", "NOTHING": "white"}


@dataclass(frozen=True)
class ReportLine:
    report: Report
    filed: str
    words: str
    code: str
    service: str
    state: str
    tag: str
    assigned_to: str
    delivery: Standing
    delivery_tag: str


@dataclass(frozen=True)
class Together:
    """Lines of the list that are shown as one group; `heading` is empty for a report that stands alone."""

    lines: tuple[ReportLine, ...]
    heading: str = ""


def code_of(report: Report) -> str:
    return report.code.display if report.code else report.typed_code


def first_words(report: Report) -> str:
    if report.emptied_at:
        return "Erased: its time was over"
    text = " ".join(report.text.split())
    return text if len(text) <= FIRST_WORDS else f"{text[:FIRST_WORDS].rsplit(' ', 1)[0]} …"


def filed(report: Report) -> str:
    return dates.day_and_clock(report.filed_at)


def line(report: Report, delivery: Standing, now: datetime) -> ReportLine:
    return ReportLine(
        report=report,
        filed=when(report.filed_at, now),
        words=first_words(report),
        code=code_of(report),
        service=report.service.name if report.service else "",
        state="Duplicate" if report.duplicate_of_id else SHORT.get(report.state, report.get_state_display()),
        tag=TAGS[report.state],
        assigned_to=report.assigned_to.name if report.assigned_to else ("" if report.is_closed else NOBODY),
        delivery=delivery,
        delivery_tag=TAGS_OF_DELIVERY[delivery.kind],
    )


def _key(report: Report) -> str:
    return code_of(report).casefold()


def _gathered(reports: Iterable[Report]) -> Iterator[list[Report]]:
    """Newest first; reports on the same code, at most an hour older, are drawn up to the newest of them."""
    groups: list[list[Report]] = []
    latest: dict[str, list[Report]] = {}
    for report in reports:
        group = latest.get(_key(report))
        if _key(report) and group and group[0].filed_at - report.filed_at <= TOGETHER:
            group.append(report)
            continue
        latest[_key(report)] = [report]
        groups.append(latest[_key(report)])
    yield from groups


def _heading(group: list[Report]) -> str:
    first, latest = group[-1].filed_at, group[0].filed_at
    return f"{len(group)} reports on {code_of(group[0])}, {dates.clock(first)} to {dates.clock(latest)}"


def lines_together(reports: Iterable[Report], standings: Mapping[str, Standing], now: datetime) -> tuple[Together, ...]:
    return tuple(
        Together(
            lines=tuple(line(report, standings[report.reference], now) for report in group),
            heading=_heading(group) if len(group) >= LEAST_TOGETHER else "",
        )
        for group in _gathered(reports)
    )


def rushes(rows: Iterable[Mapping[str, Any]]) -> tuple[PageLink, ...]:
    """Several reports on one code in the hour that ends now, the most first: from `ReportQuerySet.on_each_code`."""
    links = []
    for row in rows:
        code, first = row["shown"], row["first"]
        text = f"{row['number']} reports on {code} since {dates.clock(first)}"
        links.append(PageLink(text, address("reports:list", code=code, since=dates.in_london(first).date())))
    return tuple(links)
