"""What is true for one caller: fetched once, whatever is answered."""

from dataclasses import dataclass
from datetime import datetime

from kb.catalogue.kept import KeptByEdition
from kb.catalogue.models import Edition, Vendor
from kb.catalogue.models.shared import Stamp
from kb.contacts.place.reading import Workplace
from kb.contacts.presenters import ContactCard, card_at, desks_at
from kb.contacts.reading import DefaultContacts, default_contacts
from kb.notices.models import Notice
from kb.pages.reading import fetch_named


@dataclass(frozen=True)
class SiteOfCall:
    """What is the same for every caller while nothing is published: all of it raises the edition."""

    notices: tuple[Notice, ...]
    contacts: DefaultContacts
    vendors: tuple[Vendor, ...]

    @classmethod
    def of(cls, now: datetime) -> "SiteOfCall":
        """Also notices that have ended since, and articles that ran out: whoever shows them asks for the time."""
        notices = tuple(Notice.objects.showing(now))
        fetch_named(notices)
        return cls(notices, default_contacts(), tuple(Vendor.objects.in_order()))


_SITE = KeptByEdition(1)


@dataclass(frozen=True)
class CallMoment:
    now: datetime
    stamp: Stamp
    site: SiteOfCall
    contacts: tuple[ContactCard, ContactCard]

    @classmethod
    def of(cls, now: datetime, place: Workplace | None = None) -> "CallMoment":
        """`place`: where the caller works; of a desk that nobody has entered there, the site's stands in."""
        stamp = Edition.objects.stamp(now)
        site = _SITE.get(stamp, "site", lambda: SiteOfCall.of(now))
        it_desk, ra = (content for _, content in desks_at(place, site.contacts))
        cards = card_at(it_desk, now, place, ""), card_at(ra, now, place, "")
        return cls(now, stamp, site, cards)

    @property
    def notices(self) -> tuple[Notice, ...]:
        return self.site.notices
