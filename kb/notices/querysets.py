"""How notices are read, in the words of the trade."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Prefetch, Q, Value, When

from kb.catalogue.models import Article, ErrorCode, OldSlug, Service

if TYPE_CHECKING:
    from kb.notices.models import Notice, NoticeUpdate  # noqa: F401 - named in type arguments only

SHOWN_AFTER_ITS_END = timedelta(days=7)


def _rank(field: str, *values: str) -> Case:
    return Case(*(When(**{field: value}, then=Value(place)) for place, value in enumerate(values)))


def _is_or_became(articles: Iterable[Article]) -> Q:
    known = list(articles)
    merged = OldSlug.objects.filter(article__in=known).values("slug")
    return Q(article__in=known) | Q(article__slug__in=merged)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def current(self, now: datetime) -> Self:
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), starts_at__lte=now)

    def upcoming(self, now: datetime) -> Self:
        return self.filter(starts_at__gt=now)

    def ended(self, now: datetime) -> Self:
        return self.filter(ends_at__lte=now)

    def showing(self, now: datetime) -> Self:
        """All that a public page may need: current, upcoming, and ended within a week. One query."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now - SHOWN_AFTER_ITS_END)).most_urgent_first()

    def most_urgent_first(self) -> Self:
        """Live issues before planned changes, by severity, then the newest first."""
        return self.order_by(
            _rank("kind", "LIVE", "PLANNED"), _rank("severity", "HIGH", "MEDIUM", "LOW"), "-starts_at", "-pk"
        )

    def concerning(
        self,
        *,
        articles: Iterable[Article] = (),
        services: Iterable[Service] = (),
        codes: Iterable[ErrorCode] = (),
    ) -> Self:
        """Those that name any of these, or an article that was merged into one; each notice once."""
        through = self.model.articles.through, self.model.services.through, self.model.codes.through
        return self.filter(
            Q(pk__in=through[0]._default_manager.filter(_is_or_became(articles)).values("notice"))
            | Q(pk__in=through[1]._default_manager.filter(service__in=list(services)).values("notice"))
            | Q(pk__in=through[2]._default_manager.filter(errorcode__in=list(codes)).values("notice"))
        )

    def with_parts(self) -> Self:
        """What a notice in full needs: four more queries, however many notices."""
        return self.prefetch_related(*parts())


def articles_named() -> Prefetch:
    """The articles of a notice, each with the one that it was merged into: see `slugs_named`."""
    return Prefetch("articles", Article.objects.by_number().with_heirs())


def parts() -> list[Prefetch]:
    """For notices already fetched: `prefetch_related_objects(notices, *parts())`."""
    from kb.notices.models import NoticeUpdate

    return [
        Prefetch("services", Service.objects.in_order()),
        Prefetch("codes", ErrorCode.objects.order_by("normal")),
        articles_named(),
        Prefetch("updates", NoticeUpdate.objects.order_by("-at", "-pk")),
    ]
