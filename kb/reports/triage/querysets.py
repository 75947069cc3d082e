"""How the desk and retention read reports and their screenshots."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce, Upper

from kb.outbox.models import Delivery
from kb.reports.delivery.keys import AFFECT_NO_REPORT, ROOM

if TYPE_CHECKING:
    from kb.reports.models import Attachment, Report  # noqa: F401 - named in type arguments only

WARNED_BEFORE = timedelta(days=30)


class DeskQuerySet(models.QuerySet["Report"]):
    def referred_to_as(self, reference: str) -> Self:
        """By the reference, as it stands or as somebody typed it."""
        return self.filter(reference=reference.strip().upper())

    def told(self) -> Self:
        """Those that still hold what the person told."""
        return self.filter(emptied_at__isnull=True)

    def listed(self) -> Self:
        """With what a line of the list names, and of its table."""
        return self.select_related("service", "code", "article", "assigned_to", "duplicate_of")

    def whole(self) -> Self:
        """With everything that the report's own page shows, in a fixed number of queries."""
        from kb.reports.models import Attachment, Event, Report

        return self.select_related("service", "code", "article", "assigned_to", "duplicate_of").prefetch_related(
            Prefetch("attachments", Attachment.objects.order_by("position")),
            Prefetch("events", Event.objects.select_related("by").order_by("at", "pk")),
            Prefetch("duplicates", Report.objects.order_by("pk")),
        )

    def to_be_checked(self) -> Self:
        return self.exclude(suspicions=[])

    def needing_attention(self, now: datetime) -> Self:
        """Those of which a message to the desk, or an answer, does not get through."""
        stuck = Delivery.objects.needing_attention(now).exclude(purpose__in=AFFECT_NO_REPORT)
        return self.filter(Exists(stuck.filter(room=ROOM, key=OuterRef("reference"))))

    def on_code(self, text: str) -> Self:
        """A code of ours by its key, or a code that we do not know as it was typed."""
        from kb.catalogue.codes import normal

        return self.filter(Q(code__normal=normal(text)) | Q(typed_code__iexact=text.strip()))

    def on_each_code(self, *, since: datetime, least: int) -> models.QuerySet[Any, Any]:
        """How many came on each code, and when the first of them did."""
        shown = Coalesce("code__display", Upper("typed_code"))
        counted = self.filter(filed_at__gte=since).annotate(shown=shown).exclude(shown="").values("shown")
        counts = counted.annotate(number=Count("pk"), first=Min("filed_at"))
        return counts.filter(number__gte=least).order_by("-number", "shown")

    def asking_for_article(self) -> Self:
        """What the desk wants an article on, the first asked for first."""
        return self.told().filter(article_asked_at__isnull=False).order_by("article_asked_at", "pk")

    def unclosed(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def soon_over(self, now: datetime) -> Self:
        """Nobody has closed them, and what they hold goes within thirty days."""
        if not settings.REPORT_TRIAGE:
            return self.none()
        filed_before = now - timedelta(days=settings.REPORT_KEEP_UNCLOSED_DAYS) + WARNED_BEFORE
        return self.told().unclosed().filter(filed_at__lte=filed_before)

    def over(self, now: datetime) -> Self:
        """What they hold is to be erased: some time after closing, or at last when nobody closes them."""
        return self.told().filter(
            _ended_before(now - timedelta(days=settings.REPORT_KEEP_DAYS))
            | Q(closed_at__isnull=True, filed_at__lte=now - timedelta(days=settings.REPORT_KEEP_UNCLOSED_DAYS))
        )


def _ended_before(moment: datetime, prefix: str = "") -> Q:
    """With triage off nothing is ever closed here: then the day of sending counts."""
    closed = Q(**{f"{prefix}closed_at__lte": moment})
    if settings.REPORT_TRIAGE:
        return closed
    return closed | Q(**{f"{prefix}closed_at__isnull": True, f"{prefix}filed_at__lte": moment})


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def there(self) -> Self:
        return self.filter(removed_at__isnull=True)

    def over(self, now: datetime) -> Self:
        """Screenshots go sooner than the words they came with, and never later."""
        days = min(settings.REPORT_KEEP_SCREENSHOT_DAYS, settings.REPORT_KEEP_DAYS)
        return self.there().filter(_ended_before(now - timedelta(days=days), "report__"))
