"""The list of people: what narrows it; who is invited; and what was done by and to one of them."""

from datetime import date, datetime

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from kb.accounts.models import AuditEntry, Invitation, InvitationQuerySet, User, UserQuerySet
from kb.accounts.roles import Role
from kb.lib.dates import in_london
from kb.lib.listing import Choice, Listing, Words

ACTIVE, AWAY, DEACTIVATED, INVITED = "ACTIVE", "AWAY", "DEACTIVATED", "INVITED"
STATES = [(ACTIVE, "Active"), (AWAY, "Away"), (DEACTIVATED, "Deactivated"), (INVITED, "Invited, not yet joined")]
LATEST = 10


class PeopleList(Listing):
    address = "accounts:people"
    one, many = "person", "people"

    who = Words("Name or username", method="called", max_length=200, spellcheck=False)
    role = Choice("Role", "role", choices=[("", "All"), *Role.choices])
    state = Choice("State", method="in_state", choices=[("", "All"), *STATES])

    def __init__(self, request: HttpRequest, now: datetime | None = None) -> None:
        super().__init__(request, User.objects.in_order())
        self.now = now or timezone.now()

    @property
    def today(self) -> date:
        return in_london(self.now).date()

    def called(self, people: UserQuerySet, _: str, words: str) -> UserQuerySet:
        return people.filter(Q(name__icontains=words) | Q(username__icontains=words))

    def in_state(self, people: UserQuerySet, _: str, state: str) -> UserQuerySet:
        if state == DEACTIVATED:
            return people.filter(is_active=False)
        if state == INVITED:
            return people.none()
        active = people.filter(is_active=True)
        return active.filter(away_until__gte=self.today) if state == AWAY else active

    @property
    def invitations(self) -> InvitationQuerySet:
        """Those who are invited, narrowed alike: they have a name and a role, and no username yet."""
        found = Invitation.objects.newest_first().select_related("invited_by")
        if self.chosen.get("state", INVITED) != INVITED:
            return found.none()
        if role := self.chosen.get("role"):
            found = found.filter(role=role)
        return found.filter(name__icontains=self.chosen.get("who", ""))


def done_by_or_to(person: User) -> list[AuditEntry]:
    """The latest, the newest first."""
    return list(AuditEntry.objects.concerning(person).newest_first()[:LATEST])
