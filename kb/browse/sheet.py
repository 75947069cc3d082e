"""What is printed to hang up: a poster, and the sheet of an article, whose code says later whether it still holds."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.conf import settings
from django.utils.safestring import SafeString

from kb.catalogue.models import Article
from kb.contacts.document import ContactContent
from kb.contacts.presenters import ContactCard
from kb.lib import dates, qr
from kb.pages.article import ArticlePage

STICKERS = 8
_LONGEST = 6  # figures; no article has so many versions


@dataclass(frozen=True)
class SheetInHand:
    """The sheet that somebody stands before; `changed` is the day since which it is wrong, or nothing."""

    version: int
    changed: str


def sheet_in_hand(article: Article, asked: str) -> SheetInHand | None:
    """From `?sheet=7` of the address on it; nothing for what is no version of this article."""
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= _LONGEST):
        return None
    version = int(asked)
    if not 1 <= version <= article.version:
        return None
    later = article.versions.filter(number__gt=version).order_by("number").values_list("at", flat=True).first()
    return SheetInHand(version, dates.day(later) if later else "")


def sheet_code(page: ArticlePage) -> SafeString:
    """What is printed in the corner of the page: its number, version and role, as short as can be."""
    said = {"sheet": str(page.version)} | ({"for": page.audience} if page.audience != "user" else {})
    return qr.in_svg(f"{settings.SITE_URL}/{page.label}?{urlencode(said)}")


@dataclass(frozen=True)
class PosterLine:
    """Whom to phone; where a number is not known, there is a line to write it on."""

    name: str
    by_day: str
    at_night: str
    hours: tuple[str, ...]

    @classmethod
    def of(cls, contact: ContactContent, card: ContactCard) -> Self:
        return cls(card.name, contact.phone, contact.out_of_hours_phone, card.hours)
