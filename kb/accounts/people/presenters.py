"""What the pages about people say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kb.accounts.models import Invitation, User
from kb.accounts.people.forms import organisation_named
from kb.accounts.roles import Role
from kb.lib import dates
from kb.lib.openid import provider_name

NEVER = "Never"


@dataclass(frozen=True)
class PersonLine:
    person: User
    state: str
    tag: str
    seen: str


@dataclass(frozen=True)
class InvitedLine:
    invitation: Invitation
    role: str
    invited: str
    state: str
    tag: str


def state_of(person: User, today: date) -> tuple[str, str]:
    """In words, and the colour of the tag."""
    if not person.is_active:
        return "Deactivated", "grey"
    if person.away_until and person.is_away(today):
        return f"Away until {dates.day(person.away_until)}", "yellow"
    return "Active", "green"


def seen(person: User) -> str:
    """A session lasts half a day at most, so that is how exact it is."""
    return dates.day_and_clock(person.last_login) if person.last_login else NEVER


def lines(people: Iterable[User], today: date) -> list[PersonLine]:
    return [PersonLine(person, *state_of(person, today), seen(person)) for person in people]


def invited_lines(invitations: Iterable[Invitation], now: datetime) -> list[InvitedLine]:
    return [_invited(invitation, now) for invitation in invitations]


def _invited(invitation: Invitation, now: datetime) -> InvitedLine:
    is_over = invitation.expires_at <= now
    until = dates.day_and_clock(invitation.expires_at)
    return InvitedLine(
        invitation=invitation,
        role=Role(invitation.role).label,
        invited=f"{dates.day(invitation.invited_at)}, by {invitation.invited_by.name}",
        state=f"Over since {until}" if is_over else f"Works until {until}",
        tag="red" if is_over else "blue",
    )


def linked(person: User) -> str:
    """Since when they can sign in through a provider, and when they last did; empty where they cannot."""
    link = person.provider_links.order_by("-linked_at").first()
    if link is None:
        return ""
    used = f", last used {dates.day_and_clock(link.last_used_at)}" if link.last_used_at else ""
    return f"Since {dates.day(link.linked_at)}{used}"


def facts(person: User, today: date) -> list[dict[str, str]]:
    name = organisation_named(person.organisation) if person.organisation else ""
    belongs = f"{name or 'An organisation that is not here any more'} ({person.organisation})"
    since = linked(person)
    through = [{"key": f"Signs in with {provider_name() or 'a provider'}", "text": since}] if since else []
    return [
        *through,
        {"key": "Username", "text": person.username},
        {"key": "Email", "text": person.email or "Not known"},
        {"key": "Role", "text": person.get_role_display()},
        *([{"key": "Keeps the contacts of", "text": belongs}] if person.organisation else []),
        {"key": "State", "text": state_of(person, today)[0]},
        {"key": "Last signed in", "text": seen(person)},
        {"key": "Joined", "text": dates.day(person.joined_at)},
    ]
