"""The tables of notices and their updates."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Case, F, Max, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from kb.catalogue.models import Article, ErrorCode, Service
from kb.lib.dates import to_utc
from kb.lib.portable import in_form
from kb.notices.document import (
    LONGEST,
    LONGEST_SHORT_TITLE,
    LONGEST_SOURCE,
    NoticeContent,
    NoticeKind,
    NoticeSource,
    Severity,
    Update,
    UpdateState,
)

SHOWN_AFTER_ITS_END = timedelta(days=7)


def _rank(field: str, *values: str) -> Case:
    return Case(*(When(**{field: value}, then=Value(place)) for place, value in enumerate(values)))


class NoticeQuerySet(models.QuerySet["Notice"]):
    def showing(self, now: datetime) -> Self:
        """All that a public page may need: current, upcoming, and ended within a week. One query."""
        shown = self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now - SHOWN_AFTER_ITS_END))
        return shown.with_latest().most_urgent_first()

    def with_latest(self) -> Self:
        """What its updates come to, in the same query."""
        states = NoticeUpdate.objects.filter(notice=OuterRef("pk")).exclude(state="").order_by("-at", "-pk")
        return self.annotate(
            latest_state=Coalesce(Subquery(states.values("state")[:1]), Value("")), latest_at=Max("updates__at")
        )

    def live(self, now: datetime) -> Self:
        return self.filter(Q(kind="LIVE", starts_at__lte=now) & (Q(ends_at__isnull=True) | Q(ends_at__gt=now)))

    def newest_first(self) -> Self:
        return self.order_by("-starts_at", "-pk")

    def most_urgent_first(self) -> Self:
        """Live issues before planned changes, by severity, then the newest first."""
        return self.order_by(
            _rank("kind", "LIVE", "PLANNED"), _rank("severity", "HIGH", "MEDIUM", "LOW"), "-starts_at", "-pk"
        )

    def with_parts(self) -> Self:
        """What a notice in full needs: four more queries, however many notices."""
        return self.prefetch_related(*parts())


def articles_named() -> Prefetch:
    """The articles of a notice, each with the one that it was merged into: see `slugs_named`."""
    return Prefetch("articles", Article.objects.by_number().with_heirs())


def parts() -> list[Prefetch]:
    """For notices already fetched: `prefetch_related_objects(notices, *parts())`."""
    return [
        Prefetch("services", Service.objects.in_order()),
        Prefetch("codes", ErrorCode.objects.order_by("normal")),
        articles_named(),
        Prefetch("updates", NoticeUpdate.objects.order_by("-at", "-pk")),
    ]


NEWS_FOR = timedelta(days=14)
ALL_CLEAR_FOR = timedelta(hours=24)
STALE_AFTER = timedelta(hours=4)


class Notice(models.Model):
    """A live issue or a planned change: when, how bad, and which services, codes and articles it concerns."""

    slug = models.SlugField(max_length=LONGEST["slug"], unique=True)
    title = models.CharField(max_length=LONGEST["title"])
    short_title = models.CharField(max_length=LONGEST_SHORT_TITLE, blank=True, help_text="For the line on home")
    kind = models.CharField(max_length=10, choices=NoticeKind)
    severity = models.CharField(max_length=10, choices=Severity)
    summary = models.CharField(max_length=LONGEST["summary"])
    body = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True, db_index=True)
    services = models.ManyToManyField(Service, related_name="notices")
    codes = models.ManyToManyField(ErrorCode, related_name="notices")
    articles = models.ManyToManyField(Article, related_name="notices")
    source_name = models.CharField(max_length=LONGEST_SOURCE["name"], blank=True)
    source_address = models.URLField(max_length=LONGEST_SOURCE["address"], blank=True)
    source_dated = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    imported = models.CharField(max_length=64, blank=True, help_text="Fingerprint of the file it last came from")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_kind_known"),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="notice_severity_known"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="notice_ends_after_its_start"
            ),
            models.CheckConstraint(
                condition=~Q(source_name="") | Q(source_address="", source_dated__isnull=True),
                name="notice_source_has_a_name",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="notice_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('browse:notices')}#{self.slug}"

    @property
    def content(self) -> NoticeContent:
        """What it says, in the portable form; fetch it `with_parts()` first, or each part costs a query."""
        source = NoticeSource(self.source_name, self.source_address, self.source_dated) if self.source_name else None
        return in_form(
            NoticeContent,
            self,
            services=tuple(service.slug for service in self.services.all()),
            codes=tuple(code.display for code in self.codes.all()),
            articles=tuple(article.slug for article in self.articles.all()),
            source=source,
            updates=tuple(update.said for update in self.updates.all()),
        ).regular()

    def has_started(self, now: datetime) -> bool:
        return self.starts_at <= now

    def has_ended(self, now: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= now

    def is_current(self, now: datetime) -> bool:
        return self.has_started(now) and not self.has_ended(now)

    def is_live_issue(self, now: datetime) -> bool:
        return self.kind == NoticeKind.LIVE and self.is_current(now)

    def gives_all_clear(self, now: datetime) -> bool:
        """A live issue that began within a day and is over: somebody posts what happens, so that none is up means
        something. Where nobody posted, "no live issue" would be an all-clear that nobody gave.
        """
        is_fresh = to_utc(now) - to_utc(self.starts_at) < ALL_CLEAR_FOR
        return self.kind == NoticeKind.LIVE and self.has_ended(now) and is_fresh

    @property
    def state(self) -> str:
        """Of the latest update that says one. Fetch it `with_latest()`, or it costs a query."""
        if "latest_state" in self.__dict__:
            return str(self.__dict__["latest_state"])
        return next((update.state for update in self._from_the_latest() if update.state), "")

    @property
    def said_at(self) -> datetime:
        """When something was last said of it: its latest update, else its beginning."""
        if "latest_at" in self.__dict__:
            latest = self.__dict__["latest_at"]
        else:
            latest = next((update.at for update in self._from_the_latest()), None)
        return max(to_utc(moment) for moment in (self.starts_at, latest) if moment)

    def _from_the_latest(self) -> list["NoticeUpdate"]:
        held = self.updates.all() if self.pk else ()
        return sorted(held, key=lambda update: (to_utc(update.at), update.pk), reverse=True)

    def is_stale(self, now: datetime) -> bool:
        """A live issue of which nobody has said anything for hours: readers are told so."""
        return self.is_live_issue(now) and to_utc(now) - self.said_at >= STALE_AFTER

    def is_planned_change(self, now: datetime) -> bool:
        """Not over yet, and no live issue; what was announced as live but has not begun is still planned."""
        return not self.has_ended(now) and not self.is_live_issue(now)

    def is_banner(self, now: datetime) -> bool:
        """Whether a planned change is news on home: in the 14 days before its start. Afterwards it is news no more.

        Live issues are always on top, see `is_live_issue`.
        """
        is_near = to_utc(self.starts_at) - to_utc(now) <= NEWS_FOR
        return self.kind == NoticeKind.PLANNED and is_near and not self.has_started(now)

    def turns(self) -> Iterator[datetime]:
        """Each moment at which time alone changes whether or how it is shown: what the questions above compare with."""
        starts_at = to_utc(self.starts_at)
        yield from (starts_at - NEWS_FOR, starts_at, starts_at + ALL_CLEAR_FOR)
        if self.kind == NoticeKind.LIVE:
            yield self.said_at + STALE_AFTER
        if self.ends_at:
            yield from (self.ends_at, to_utc(self.ends_at) + SHOWN_AFTER_ITS_END)


class NoticeUpdate(models.Model):
    """What was known at a moment; added, never changed."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="updates")
    at = models.DateTimeField()
    text = models.TextField()
    state = models.CharField(max_length=20, choices=UpdateState, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="notice_update_says_something"),
            models.CheckConstraint(condition=Q(state__in=["", *UpdateState.values]), name="notice_update_state_known"),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        if not self._state.adding:
            raise TypeError("An update of a notice is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ANN401 - Django's own signature
        raise TypeError("An update of a notice is never deleted.")

    @property
    def said(self) -> Update:
        return Update(at=self.at, text=self.text, state=self.state)
