"""Where a person's work is, and who is signed in: for the header of a page, and for where signing in leads."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from kb.accounts.models import User
from kb.accounts.roles import May, abilities_of, may


@dataclass(frozen=True)
class WorkLink:
    text: str
    address: str
    is_current: bool = False
    number: int = 0  # what waits there for this person


# In this order; whoever may do several begins with the first.
_WORK = (
    (May.WRITE_ARTICLES, "Write", "editing:home"),
    (May.USE_DESK, "Desk", "helpdesk:desk"),
    (May.USE_DESK, "Reports", "reports:list"),
    (May.POST_LIVE_ISSUES, "Notices", "notices:list"),
    (May.MANAGE_CONTACTS, "Contacts", "contacts:list"),
    (May.KEEP_OWN_CONTACTS, "Your contacts", "contacts:own"),
    (May.MANAGE_PEOPLE, "People", "accounts:people"),
    (May.IMPORT_FILES, "Files", "transfer:files"),
    (May.SEE_AUDIT, "Audit", "accounts:audit"),
)


_counts: dict[str, Callable[[User], int]] = {}


def count_waiting(name: str, count: Callable[[User], int]) -> None:
    """A room says how much waits for somebody at a page of `_WORK`: in a number of queries that never grows."""
    _counts[name] = count


@cache
def _address(name: str) -> str:
    return reverse(name)


def _counted(link: WorkLink, person: User) -> WorkLink:
    counts = {_address(name): count for name, count in _counts.items()}
    return replace(link, number=counts[link.address](person)) if link.address in counts else link


def work_of(person: User) -> tuple[WorkLink, ...]:
    """The pages of their work, their account last."""
    # An administrator may, and has none of their own unless they belong somewhere.
    needless = frozenset() if person.organisation else frozenset({May.KEEP_OWN_CONTACTS})
    return _work_with(abilities_of(person) - needless)


@cache
def _work_with(abilities: frozenset[May]) -> tuple[WorkLink, ...]:
    own = [WorkLink(text, _address(name)) for ability, text, name in _WORK if ability in abilities]
    return (*own, WorkLink("Account", _address("accounts:account")))


@lru_cache(maxsize=256)
def _navigation(menu: tuple[WorkLink, ...]) -> SafeString:
    return render_to_string("components/staff-navigation.html", {"menu": menu})


def has_session(request: HttpRequest) -> bool:
    """Whether the browser sent a session. Its page is for this person: no cache and no process may keep it."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


class Staff:
    """Who is signed in. The session is read when a page first asks, and only a page of a session is given this."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def work(self) -> tuple[WorkLink, ...]:
        person = self._request.user
        return work_of(person) if isinstance(person, User) and person.is_active else ()

    @cached_property
    def links(self) -> tuple[WorkLink, ...]:
        """On public pages, beside the five ways in: one link to the work, and one to the account."""
        if len(self.work) < 2:  # noqa: PLR2004 - the work, and the account
            return self.work
        return (_counted(self.work[0], cast(User, self._request.user)), self.work[-1])

    @property
    def menu(self) -> tuple[WorkLink, ...]:
        """On staff pages, in place of the five ways in; the one below whose address this page stands is marked."""
        path = self._request.path
        above = max((link.address for link in self.work if path.startswith(link.address)), key=len, default="")
        person = cast(User, self._request.user)
        return tuple(replace(_counted(link, person), is_current=link.address == above) for link in self.work)

    @property
    def navigation(self) -> SafeString:
        """The menu as HTML, written once for all who have the same."""
        return _navigation(self.menu)

    @cached_property
    def may_write(self) -> bool:
        return may(self._request.user, May.WRITE_ARTICLES)

    @cached_property
    def may_post(self) -> bool:
        return may(self._request.user, May.POST_LIVE_ISSUES)


def staff(request: HttpRequest) -> dict[str, Staff]:
    """Context processor; to a page without a session it gives nothing, so that it is the same for everybody."""
    return {"staff": Staff(request)} if has_session(request) else {}
