"""Who can help with a problem, and how to reach them from here. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.text import capfirst

from kb.catalogue.acting import turned_to
from kb.catalogue.choices import AUDIENCES, Actor, Audience
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Vendor
from kb.contacts.document import ContactKind
from kb.contacts.presenters import ContactCard, Phone, Reach, dial_address, national_desk
from kb.lib.context import LEAVE_A_REPORT, has_desk
from kb.pages.parts import ArticleContext, PageLink

_DESK_OF = {Actor.RA: ContactKind.RA, Actor.IT: ContactKind.IT}
_ONLY_THE_INVITER = "Only they can send you a new invitation or link. No service desk can do it for them."
_WHO_IS_IT = "If you do not know who that is, ask IT support where you work."
_FIRST_LOCALLY = "Ask where you work first"
REPORT_TO_DESK = "Report the issue to the service desk"


@dataclass(frozen=True)
class Company:
    """One that supplies virtual smartcards, as far as an editor has entered how to reach it."""

    name: str
    page: PageLink
    phones: tuple[Phone, ...] = ()
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Team:
    """`desk` reaches them where one works; `other` is for when nobody answers there. Both are known, or nobody.

    `first` is a heading: a local desk is asked before them. `asks_locally` where such a desk would be the way in, so a
    page says what to do where we know none. `report_words` where the report form leads to them. `ways` are how a desk
    is rung that is not where one works.
    """

    actor: Actor
    heading: str
    words: str = ""
    first: str = ""
    asks_locally: bool = False
    desk: ContactCard | None = None
    other: ContactCard | None = None
    companies: tuple[Company, ...] = ()
    ways: Reach | None = None
    report_words: str = ""

    @property
    def label(self) -> str:
        return capfirst(str(self.actor.label))

    @property
    def is_unknown(self) -> bool:
        return self.asks_locally and self.desk is None


def _known(contacts: Sequence[ContactCard], *kinds: str) -> list[ContactCard]:
    return [card for kind in kinds for card in contacts if card.kind == kind and card.known]


def company(vendor: Vendor) -> Company:
    phones = (Phone("Phone", vendor.phone, dial_address(vendor.phone)),) if vendor.phone else ()
    words = f"{vendor.name}: website, and what to tell them" if vendor.website else f"{vendor.name}: what to tell them"
    return Company(vendor.name, PageLink(words, vendor.get_absolute_url()), phones, vendor.email)


def _of_company(contacts: Sequence[ContactCard], vendors: Sequence[Vendor]) -> Team:
    desks = _known(contacts, ContactKind.RA, ContactKind.IT)
    only = f"{vendors[0].name}, the company that supplies your card" if len(vendors) == 1 else ""
    return Team(
        actor=Actor.VENDOR,
        heading=only or capfirst(str(Actor.VENDOR.label)),
        words="NHS England does not support this card, so its service desk cannot mend it.",
        first=_FIRST_LOCALLY,
        asks_locally=True,
        desk=desks[0] if desks else None,
        companies=tuple(map(company, vendors)),
    )


def _local(actor: Actor, contacts: Sequence[ContactCard]) -> Team:
    kind = _DESK_OF[actor]
    desk = next(iter(_known(contacts, kind)), None)
    others = [card for card in _known(contacts, ContactKind.IT, ContactKind.RA) if card.kind != kind and card.phones]
    has_second = desk is not None and len(desk.phones) > 1
    return Team(
        actor=actor,
        heading=capfirst(str(actor.label)),
        asks_locally=True,
        desk=desk,
        other=others[0] if others and not has_second else None,
    )


def _national(it_desk: ContactCard | None, *, asks_first: bool) -> Team:
    name = f"the {settings.SERVICE_DESK_NAME}"
    return Team(
        actor=Actor.NSD,
        heading=f"Then {name}" if asks_first else capfirst(name),
        first=_FIRST_LOCALLY if asks_first else "",
        asks_locally=asks_first,
        desk=it_desk,
        ways=national_desk(),
        report_words=REPORT_TO_DESK if has_desk() else LEAVE_A_REPORT,
    )


def team_of(
    actor: Actor, contacts: Sequence[ContactCard], vendors: Sequence[Vendor], *, asks_first: bool = True
) -> Team:
    """`vendors`: those that may have supplied the card. `asks_first`: the reader has a local desk to ask before."""
    it_desk = next(iter(_known(contacts, ContactKind.IT)), None)
    heading = capfirst(str(actor.label))
    match actor:
        case Actor.VENDOR:
            return _of_company(contacts, vendors)
        case Actor.RA | Actor.IT:
            return _local(actor, contacts)
        case Actor.INVITER:
            return Team(actor=actor, heading=heading, words=_ONLY_THE_INVITER)
        case Actor.NSD:
            return _national(it_desk if asks_first else None, asks_first=asks_first)
        case _:
            return Team(actor=actor, heading=heading, words=_WHO_IS_IT, asks_locally=True, desk=it_desk)


def article_team(
    document: ArticleDocument,
    context: ArticleContext,
    contacts: Sequence[ContactCard],
    audience: str,
    actor: Actor | None = None,
) -> Team:
    """To whom this reader turns when the steps did not help; `actor` where the page knows better than the article."""
    vendors = [one for one in context.vendors if one.slug == document.vendor] or list(context.vendors)
    is_user = audience == Audience.USER.key
    # Nobody is sent to their own desk.
    others = [card for card in contacts if card.kind != AUDIENCES[audience].value]
    return team_of(actor or turned_to(document, AUDIENCES[audience]), others, vendors, asks_first=is_user)
