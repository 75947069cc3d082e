"""Notices in the words of the page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from kb.catalogue.models import Article, ErrorCode, Service
from kb.lib.dates import MIDNIGHT, at_midnight, clock, day, day_and_clock, in_london
from kb.lib.markdown import to_html
from kb.notices.document import NoticeKind, UpdateState
from kb.notices.models import Notice

PLANNED = "planned"  # the tone of what is no fault


@dataclass(frozen=True)
class NoticeLink:
    text: str
    address: str


@dataclass(frozen=True)
class UpdateView:
    when: str
    body: SafeString
    state: str = ""  # "Investigating"; empty where it says none


@dataclass(frozen=True)
class NoticeView:
    """A notice as a banner, as a line, and at the head of its full text. Costs no query."""

    slug: str
    href: str
    label: str  # "Live issue", "Planned change"
    tone: str  # high, medium, low, planned
    severity: str  # "High impact"
    title: str
    short: str  # the title, or a shorter one for one line
    lead: str  # of a line: "Live issue, since 10:42am", and of what has begun as planned "Since 18 May 2026"
    summary: str
    when: str  # "since 10:42am", "from 18 May 2026"
    body: SafeString
    source: str  # "NHS England, copy of 18 May 2026"
    source_address: str
    has_ended: bool
    state: str = ""  # of a live issue: "Investigating"
    stale: str = ""  # "not updated since 9:10am"

    @property
    def is_planned(self) -> bool:
        return self.tone == PLANNED


class ConcernedByNotices:
    """What live issues stand above, and what is planned below."""

    notices: tuple[NoticeView, ...]

    @property
    def live_issues(self) -> tuple[NoticeView, ...]:
        return tuple(notice for notice in self.notices if not notice.is_planned)

    @property
    def planned_changes(self) -> tuple[NoticeView, ...]:
        return tuple(notice for notice in self.notices if notice.is_planned)


@dataclass(frozen=True)
class NoticeInFull(NoticeView):
    updates: tuple[UpdateView, ...] = ()  # newest first
    services: tuple[NoticeLink, ...] = ()
    codes: tuple[NoticeLink, ...] = ()
    articles: tuple[NoticeLink, ...] = ()  # live ones only, or what they were merged into


def present(notice: Notice, now: datetime) -> NoticeView:
    return NoticeView(**_words(notice, now))


def present_in_full(notice: Notice, now: datetime) -> NoticeInFull:
    """Fetch the notice `with_parts()` first, or each part costs a query."""
    return NoticeInFull(
        **_words(notice, now),
        updates=tuple(
            UpdateView(said(update.at, now), to_html(update.text), update.get_state_display())
            for update in notice.updates.all()
        ),
        services=tuple(_link(service) for service in notice.services.all()),
        codes=tuple(_link(code) for code in notice.codes.all()),
        articles=_articles(notice, now),
    )


def _articles(notice: Notice, now: datetime) -> tuple[NoticeLink, ...]:
    """One that was merged into another leads there, and no article is named twice."""
    links: dict[str, NoticeLink] = {}
    for row in notice.articles.all():
        if row.is_live(now):
            links[row.slug] = NoticeLink(row.title, row.get_absolute_url())
        elif slug := getattr(row, "heir_slug", None):
            links.setdefault(slug, NoticeLink(getattr(row, "heir_title", slug), Article(slug=slug).get_absolute_url()))
    return tuple(links.values())


def slugs_named(notice: Notice) -> set[str]:
    """Of the articles that it names, and of those that they were merged into. Fetch it with `articles_named()`."""
    rows = notice.articles.all()
    return {row.slug for row in rows} | {getattr(row, "heir_slug", None) or row.slug for row in rows}


def _link(row: Service | ErrorCode) -> NoticeLink:
    return NoticeLink(str(row), row.get_absolute_url())


def _words(notice: Notice, now: datetime) -> dict[str, Any]:
    is_planned = notice.kind == NoticeKind.PLANNED
    label, date = notice.get_kind_display(), when(notice, now)
    return {
        "slug": notice.slug,
        "href": notice.get_absolute_url(),
        "label": label,
        "tone": PLANNED if is_planned else notice.severity.lower(),
        "severity": notice.get_severity_display(),
        "title": notice.title,
        "short": notice.short_title or notice.title,
        "lead": capfirst(date) if is_planned and notice.has_started(now) else f"{label}, {date}",
        "summary": notice.summary,
        "when": date,
        "body": to_html(notice.body),
        "source": _source(notice),
        "source_address": notice.source_address,
        "has_ended": notice.has_ended(now),
        "state": _state(notice) if notice.is_live_issue(now) else "",
        "stale": f"not updated since {said(notice.said_at, now)}" if notice.is_stale(now) else "",
    }


def _state(notice: Notice) -> str:
    """Of one that is live: whoever opened it again after it was fixed has to say how far it is."""
    state = notice.state
    return str(UpdateState(state).label) if state and state != UpdateState.RESOLVED else ""


def _source(notice: Notice) -> str:
    if notice.source_name and notice.source_dated:
        return f"{notice.source_name}, copy of {day(notice.source_dated)}"
    return notice.source_name


def said(moment: datetime, now: datetime) -> str:
    """A time of today needs no day."""
    local = in_london(moment)
    if local.date() == in_london(now).date() and local.time() != MIDNIGHT:
        return clock(local)
    return day_and_clock(local)


def when(notice: Notice, now: datetime) -> str:
    starts, ends = in_london(notice.starts_at), in_london(notice.ends_at) if notice.ends_at else None
    if ends and notice.has_ended(now):
        return f"ended {_last_day(ends)}" if ends.time() == MIDNIGHT else f"ended {said(ends, now)}"
    if notice.is_live_issue(now):
        begun = f"since {said(starts, now)}"
    elif starts.time() == MIDNIGHT and ends == at_midnight(starts.date() + timedelta(days=1)):
        return f"on {day(starts)}"
    else:
        begun = f"{'since' if notice.has_started(now) else 'from'} {day_and_clock(starts)}"
    return f"{begun} until {_end(starts, ends)}" if ends else begun


def _last_day(ends: datetime) -> str:
    """What ends at midnight ends with the day before it."""
    return day(ends.date() - timedelta(days=1))


def _end(starts: datetime, ends: datetime) -> str:
    # Midnight at the end of a day belongs to that day.
    last_day = (ends - timedelta(microseconds=1)).date()
    if last_day == starts.date() and starts.time() != MIDNIGHT:
        return clock(ends)
    return f"the end of {_last_day(ends)}" if ends.time() == MIDNIGHT else day_and_clock(ends)
