"""How drafts and what stands around them are read."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat

from kb.accounts.models import User

if TYPE_CHECKING:
    from kb.editing.models import Aside, Draft, Presence, Review, Stewardship  # noqa: F401 - named in type arguments only

OPEN = ("DRAFT", "IN_REVIEW", "SENT_BACK", "SCHEDULED")
# What was approved is not written on: it is taken back first.
WRITABLE = ("DRAFT", "IN_REVIEW", "SENT_BACK")
FROM_REPORT = "report "  # what an origin begins with; the reference follows
# A page says every twenty seconds that it is there.
PRESENT = timedelta(minutes=1)


class DraftQuerySet(models.QuerySet["Draft"]):
    def open(self) -> Self:
        """What somebody still works on or waits for."""
        return self.filter(state__in=OPEN)

    def writable(self) -> Self:
        return self.filter(state__in=WRITABLE)

    def from_report(self, reference: str | Combinable) -> Self:
        """Those that began with what this report told."""
        named = Value(reference) if isinstance(reference, str) else reference
        return self.filter(origin=Concat(Value(FROM_REPORT), named, output_field=models.CharField()))

    def closed(self) -> Self:
        """What was published or discarded, the latest first."""
        return self.exclude(state__in=OPEN).order_by("-changed_at", "-pk")

    def awaiting_review(self) -> Self:
        return self.filter(state="IN_REVIEW")

    def due(self, now: datetime) -> Self:
        """Approved, and their time has come: the first one first."""
        return self.filter(state="SCHEDULED", publish_at__lte=now).order_by("publish_at", "pk")


class ReviewQuerySet(models.QuerySet["Review"]):
    def unsettled(self) -> Self:
        """Urgent fixes that nobody has reviewed yet, the oldest first."""
        return self.filter(kind="URGENT", settled_at__isnull=True).order_by("at", "pk")


class AsideQuerySet(models.QuerySet["Aside"]):
    def waiting(self) -> Self:
        """What was typed and is in no draft yet."""
        return self.filter(settled_at__isnull=True).order_by("at", "pk")


class PresenceQuerySet(models.QuerySet["Presence"]):
    def others(self, draft: "Draft", person: User, now: datetime) -> Self:
        """Who else has the draft open now, by name."""
        present = self.filter(draft=draft, seen_at__gt=now - PRESENT).exclude(person=person)
        return present.select_related("person").order_by("person__name", "pk")


class StewardshipQuerySet(models.QuerySet["Stewardship"]):
    def of(self, person: User) -> Self:
        return self.filter(Q(owner=person) | Q(deputy=person))

    def reviewed_by(self, person: User, today: date) -> Self:
        """Theirs today: as owner, or as deputy of an owner who is away. The rule is `stewards.reviews_now`."""
        own, instead = Q(owner=person), Q(owner__isnull=True) | Q(owner__is_active=False)
        if person.is_away(today):
            has_deputy = Q(deputy__isnull=False, deputy__is_active=True)
            own &= ~(has_deputy & (Q(deputy__away_until__isnull=True) | Q(deputy__away_until__lt=today)))
        else:
            instead |= Q(owner__away_until__gte=today)
        return self.filter(own | (Q(deputy=person) & instead))
