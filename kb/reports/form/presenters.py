"""The words around the form and on the reporter's page, decided beforehand. Asks the database nothing."""

from dataclasses import dataclass

from django.conf import settings

from kb.catalogue.models import Vendor
from kb.reports.delivery.receivers import Receiver


@dataclass(frozen=True)
class ArticleLink:
    text: str
    address: str
    number: str = ""


@dataclass(frozen=True)
class Travelled:
    """What came along with the person. `tried`: what they ticked, by number, and the search by its name."""

    article: ArticleLink | None = None
    read: tuple[ArticleLink, ...] = ()
    searched: str = ""
    tried: frozenset[str] = frozenset()

    @property
    def numbers(self) -> frozenset[str]:
        """Of all articles that did not help."""
        return frozenset(link.number for link in (*self.read, *filter(None, [self.article])))

    def __bool__(self) -> bool:
        return bool(self.article or self.read or self.searched)


@dataclass(frozen=True)
class CompanyView:
    """One that supplies virtual smartcards. `takes_reports` where the operator routes reports there."""

    vendor: Vendor

    @property
    def takes_reports(self) -> bool:
        return self.vendor.slug in settings.REPORT_ROUTES_OUTSIDE


@dataclass(frozen=True)
class DeskContact:
    """What the form says of the desk and of the ways round it."""

    desk: Receiver
    portal_name: str
    portal_address: str
    help_page: str

    @classmethod
    def of(cls, desk: Receiver) -> "DeskContact":
        return cls(desk, settings.PORTAL_NAME, settings.PORTAL_URL, settings.HELP_PAGE_URL)
