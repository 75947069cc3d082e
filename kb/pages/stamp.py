"""Which version somebody has in hand, and what was changed since. The old words are not shown."""

from dataclasses import dataclass

from django.urls import reverse

from kb.catalogue.models import Article
from kb.lib import dates


@dataclass(frozen=True)
class StampChange:
    day: str
    why: str


@dataclass(frozen=True)
class StampInHand:
    """Of a stamp such as KB0018 v7: in a reply, a ticket, or on paper."""

    label: str
    version: int
    current: int
    changes: tuple[StampChange, ...]
    old: str  # where the old words stand, for people who are signed in

    @property
    def is_current(self) -> bool:
        return self.version == self.current


def stamp_in_hand(article: Article, version: int) -> StampInHand | None:
    """Nothing for what is no version of this article."""
    if not 1 <= version <= article.version:
        return None
    later = article.versions.filter(number__gt=version).order_by("number").values_list("at", "why")
    changes = tuple(StampChange(dates.day(at), why) for at, why in later)
    old = reverse("browse:version", args=[article.slug, version])
    return StampInHand(article.label, version, article.version, changes, old)
