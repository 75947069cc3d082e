"""Who reviews an article now: its owner, or the deputy while the owner is away. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.catalogue.models import Article
from kb.editing.models import Draft, NextOwner, Ownership
from kb.lib.dates import day


def _is_active(person: User) -> bool:
    return person.is_active


def reviews_now(ownership: Ownership, today: date, fits: Callable[[User], bool] = _is_active) -> User | None:
    """Where both are away it is the owner's all the same. `OwnershipQuerySet.reviewed_by` asks it of the database."""
    people = [person for person in (ownership.owner, ownership.deputy) if person and fits(person)]
    present = [person for person in people if not person.is_away(today)]
    return next(iter(present or people), None)


def is_stood_in_for(ownership: Ownership, today: date) -> bool:
    """The deputy has the owner's work today."""
    return ownership.owner is not None and reviews_now(ownership, today) not in {ownership.owner, None}


def _away(person: User) -> str:
    return f"{person.name} is away until {day(person.away_until)}" if person.away_until else ""


def owner_in_words(ownership: Ownership | NextOwner | None) -> str:
    """Who looks after it, away or not; empty for nobody."""
    if ownership is None:
        return ""
    return " and ".join(filter(None, (ownership.owner.name if ownership.owner else "", ownership.team)))


def reviewer_in_words(ownership: Ownership, today: date) -> str:
    """Who has the review now, and why it is not the owner."""
    owner, now = ownership.owner, reviews_now(ownership, today)
    if now is None:
        return ownership.team or "Nobody: who looked after it has left"
    if owner is None or (now == owner and not owner.is_away(today)):
        return now.name
    if now == owner:
        deputy = f", and so is {ownership.deputy.name}" if ownership.deputy and ownership.deputy.is_active else ""
        return f"Nobody: {_away(owner)}{deputy}"
    return f"{now.name}, while {_away(owner)}" if owner.is_active else f"{now.name}, since {owner.name} has left"


def owner_line(ownership: Ownership | None, today: date) -> str:
    """For a line of a list: who looks after it, and who stands in where somebody does."""
    if ownership is None:
        return "nobody"
    now = reviews_now(ownership, today)
    instead = f"; {now.name} stands in" if now and is_stood_in_for(ownership, today) else ""
    return f"{owner_in_words(ownership)}{instead}"


def ownership_of(article: Article) -> Ownership | None:
    return getattr(article, "ownership", None)


def owner_by_default(draft: Draft) -> User | None:
    """Whoever began it; of those who cannot look after articles any more, nobody."""
    by = draft.begun_by
    return by if by.is_active and may(by, May.WRITE_ARTICLES) else None


def ownership_for(draft: Draft) -> NextOwner | Ownership | None:
    """Who was chosen with the draft, else who looks after its article now. Fetch the draft with both."""
    return getattr(draft, "next_owner", None) or getattr(draft.article, "ownership", None)


@dataclass(frozen=True)
class Care:
    """Who looks after an article, and who stands in."""

    owner: User | None = None
    team: str = ""
    deputy: User | None = None

    def but(self, *, owner: User | None, team: str, deputy: User | None) -> "Care":
        """What is not given stays. Nobody stands in for themselves."""
        has_new = owner or team
        kept = (owner, team) if has_new else (self.owner, self.team)
        stands_in = deputy or self.deputy
        return Care(*kept, stands_in if stands_in and stands_in != kept[0] else None)

    @property
    def in_words(self) -> str:
        who = " and ".join(filter(None, (self.owner.name if self.owner else "", self.team))) or "nobody"
        return f"{who}, deputy {self.deputy.name}" if self.deputy else who


def care_of(ownership: Ownership | None) -> Care:
    return Care(ownership.owner, ownership.team, ownership.deputy) if ownership else Care()
