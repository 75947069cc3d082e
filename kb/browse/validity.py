"""What the validity of a public page hangs on, known before anything is rendered. It costs one plain statement.

Everything that changes content raises the edition, so one number and its time stand for all of it; what runs out has
its time beside them. From these follow the notices, and when time alone changes next what is shown. That is kept in
memory until one of them changes.

While the database is away it is also the last that was known, for up to ten minutes.
"""

import hashlib
import json
import time
from collections.abc import Iterator
from copy import copy
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.accounts.work import has_session
from kb.browse.gaps import Gaps, gaps_for
from kb.catalogue.choices import AUDIENCES
from kb.catalogue.models import Edition
from kb.catalogue.models.shared import Stamp
from kb.catalogue.raises import raises
from kb.contacts.document import ContactContent
from kb.contacts.models import Organisation
from kb.contacts.place.reading import Workplace, place_lately, place_of
from kb.contacts.place.rules import PLACE_COOKIE
from kb.contacts.presenters import ContactCard, card_at, choosing, default_cards, desks_at, next_turn, to_mend
from kb.contacts.reading import DefaultContacts, default_contacts
from kb.contacts.rights import page_to_change
from kb.insight.trends.reading import PublicRise, public_rises
from kb.lib.dates import at_midnight, day, in_london, to_utc
from kb.notices.models import AllClear, Notice
from kb.notices.models.notice import ALL_CLEAR_FOR
from kb.notices.rules import all_clear_at

ROLE_COOKIE = "role"
SHOWN_FOR = timedelta(minutes=10)  # what was true so long ago, while nothing newer can be had
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class _Interval:
    """What holds for an edition from one moment on until time alone changes what is shown."""

    stamp: Stamp
    since: datetime
    until: datetime
    notices: tuple[Notice, ...]
    contacts: DefaultContacts
    has_places: bool  # whether there is any to choose
    rises: tuple[PublicRise, ...]  # what more people than usual look up, where the desk confirms it
    confirmed_at: datetime | None  # when somebody last said that no live issue is known
    digest: "hashlib._Hash"  # of all that pages have in common

    def holds(self, stamp: Stamp, now: datetime) -> bool:
        return self.stamp == stamp and self.since <= now < self.until


@dataclass(frozen=True, slots=True)
class _Vouched:
    """An interval, and when it was last found to hold: by the clock of pages, and by one that nobody sets."""

    interval: _Interval
    at: datetime
    read_at: float


_last: _Vouched | None = None


def _interval(now: datetime) -> _Interval:
    global _last  # noqa: PLW0603 - one for the process, replaced whole: a thread sees the old one or the new one
    read_at = time.monotonic()
    stamp, known = Edition.objects.stamp(now), _last
    interval = known.interval if known and known.interval.holds(stamp, now) else _found(stamp, now)
    _last = _Vouched(interval, now, read_at)
    return interval


def forget() -> None:
    """For tests, where settings change and clocks stand still."""
    global _last  # noqa: PLW0603
    _last = None


def _found(stamp: Stamp, now: datetime) -> _Interval:
    # After the stamp: what changes in between is then kept under a stamp that nobody has again, never the other way.
    notices, contacts = tuple(Notice.objects.showing(now)), default_contacts()
    has_places = Organisation.objects.exists()
    confirmed = AllClear.objects.latest_before(now)
    confirmed_at = confirmed.at if confirmed else None
    until = _until(notices, contacts, confirmed_at, now)
    digest = _digest(stamp, notices, contacts, all_clear_at(notices, confirmed_at, now), now)
    return _Interval(stamp, now, until, notices, contacts, has_places, public_rises(), confirmed_at, digest)


def _until(
    notices: tuple[Notice, ...], contacts: DefaultContacts, confirmed_at: datetime | None, now: datetime
) -> datetime:
    """The next midnight at the latest: pages name days."""
    midnight = at_midnight(in_london(now).date() + timedelta(days=1))
    turns = [turn for notice in notices for turn in notice.turns()]
    turns += [to_utc(confirmed_at) + ALL_CLEAR_FOR] if confirmed_at else []
    turns += [turn for contact in contacts if (turn := next_turn(contact, now))]
    return min([midnight, *(turn for turn in turns if turn > now)])


def _digest(
    stamp: Stamp,
    notices: tuple[Notice, ...],
    contacts: DefaultContacts,
    clear_at: datetime | None,
    now: datetime,
) -> "hashlib._Hash":
    depends_on = [
        settings.BUILD,
        settings.CONFIGURATION,
        stamp,
        [
            (
                notice.pk,
                notice.version,
                notice.is_current(now),
                notice.is_banner(now),
                notice.gives_all_clear(now),
                notice.is_stale(now),
            )
            for notice in notices
        ],
        clear_at.isoformat() if clear_at else "",
        [asdict(card) for card in default_cards(now, contacts)],
        day(now),
    ]
    return hashlib.sha256(json.dumps(depends_on).encode())


def _back(request: HttpRequest) -> str:
    """Where to go on after choosing a place. What somebody searched for is written into no other address."""
    return request.path if request.path == reverse("browse:search") else request.get_full_path()


def _keeper(request: HttpRequest) -> User | None:
    person = request.user
    keeps = may(person, May.MANAGE_CONTACTS) or may(person, May.KEEP_OWN_CONTACTS)
    return person if keeps and isinstance(person, User) else None


def _role_of(request: HttpRequest) -> str:
    role = request.COOKIES.get(ROLE_COOKIE, "")
    return role if role in AUDIENCES else ""


@dataclass(frozen=True)
class Moment:
    """What is true for one request."""

    now: datetime
    role: str
    interval: _Interval
    page: str = ""  # its address; without what was asked for there for whoever may not mend a number
    back: str = ""  # the same with what was asked for, where that is no search
    keeper: User | None = None  # of a session: who may find that a wrong number is theirs to change
    place: Workplace | None = None  # where the reader works, if they said so
    gaps: Gaps | None = None  # what stands in for the words of its desks, while a body is made that serves all places

    @classmethod
    def of(cls, request: HttpRequest) -> "Moment":
        now = timezone.now()
        keeper = _keeper(request) if has_session(request) else None
        return cls(
            now=now,
            role=_role_of(request),
            interval=_interval(now),
            page=request.get_full_path() if keeper else request.path,
            back=_back(request),
            keeper=keeper,
            place=place_of(request) if PLACE_COOKIE in request.COOKIES else None,
        )

    @classmethod
    def lately(cls, request: HttpRequest, *, by_the_minute: bool) -> "Iterator[Moment]":
        """What was true last, the latest first; a page that says the minute may have been shown some minutes before.

        Nothing once this process has changed what is shown: the change may be what a page must no longer say.
        """
        known, now = _last, timezone.now()
        if known is None or not raises.are_in(known.read_at):
            return
        at, role, place = known.at, _role_of(request), place_lately(request)
        where: dict[str, Any] = {"page": request.path, "back": _back(request)}
        while timedelta(0) <= now - at <= SHOWN_FOR:
            if place:
                yield cls(now=at, role=role, interval=known.interval, place=place, **where)
            yield cls(now=at, role=role, interval=known.interval, **where)
            if not by_the_minute:
                return
            at -= MINUTE

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """Those that may be shown. Copies, since a page fetches into them what belongs to them."""
        return tuple(copy(notice) for notice in self.interval.notices)

    @cached_property
    def contacts(self) -> tuple[ContactCard, ContactCard]:
        """The desks where the reader works at this moment, else those of this site, without another query."""
        if self.gaps:
            return self.gaps.cards
        choose = choosing(self.back, has_places=self.interval.has_places)
        it_desk, ra = (
            self.to_mend(card_at(content, self.now, self.place, choose), which, content.ods_code)
            for which, content in self.desks
        )
        return it_desk, ra

    @property
    def desks(self) -> list[tuple[str, ContactContent]]:
        """What the cards are made of, with how addresses name each."""
        return desks_at(self.place, self.interval.contacts)

    def to_mend(self, card: ContactCard, which: str, ods_code: str = "") -> ContactCard:
        change_at = page_to_change(self.keeper, which, ods_code) if self.keeper else ""
        return to_mend(card, which, page=self.page, change_at=change_at)

    @property
    def all_clear_at(self) -> datetime | None:
        """When it was last known that no live issue is on; None where pages must not say so."""
        if self.interval.rises:
            return None
        return all_clear_at(self.interval.notices, self.interval.confirmed_at, self.now)

    @property
    def rises(self) -> tuple[PublicRise, ...]:
        return self.interval.rises

    def etag(self, request: HttpRequest, *, by_the_minute: bool, also: str = "") -> str:
        """Strong: the same tag always means the same bytes. What `also` decides stands beside the rest."""
        cards = [asdict(card) for card in self.contacts] if self.place else []
        return self._tag(request, by_the_minute=by_the_minute, also=f"{also}\n{json.dumps(cards)}" if cards else also)

    @cached_property
    def words(self) -> Gaps:
        """What stands in for the words of these desks, and the words themselves."""
        return gaps_for(self.contacts)

    def with_gaps(self) -> "Moment":
        """For a body that serves every place whose desks can be reached in the same ways."""
        return replace(self, gaps=self.words)

    def body_tag(self, request: HttpRequest, *, by_the_minute: bool, also: str = "") -> str:
        """Under which such a body is kept: no word of a desk is in it."""
        return self._tag(request, by_the_minute=by_the_minute, also=f"{also}\ngaps {self.words.shape}")

    def _tag(self, request: HttpRequest, *, by_the_minute: bool, also: str) -> str:
        digest = self.interval.digest.copy()
        minute = f"{self.now:%Y-%m-%d %H:%M}" if by_the_minute else ""
        said = f"\n{also}" if also else ""
        digest.update(f"\n{self.role}\n{minute}\n{request.get_full_path()}{said}".encode())
        return f'"{digest.hexdigest()[:32]}"'
