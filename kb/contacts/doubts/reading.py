"""Whose number somebody calls wrong, and who is told of it."""

from dataclasses import dataclass

from kb.accounts.models import User
from kb.accounts.roles import ABILITIES, May
from kb.contacts import reading
from kb.contacts.document import ContactContent, ContactKind
from kb.contacts.models import DefaultContact, LocalContact
from kb.contacts.rights import may_keep
from kb.outbox.message import is_address

MOST_TOLD = 20


@dataclass(frozen=True)
class DoubtedContact:
    """`which` is how addresses name it: it, ra, or a number."""

    which: str
    content: ContactContent
    title: str
    row: LocalContact | None = None
    keeper: User | None = None

    @property
    def kind(self) -> str:
        return self.content.kind

    @property
    def numbers(self) -> str:
        """What the page showed."""
        return ", ".join(filter(None, [self.content.phone, self.content.out_of_hours_phone]))


def doubted_contact(which: str) -> DoubtedContact | None:
    """One that is known; None where there is none of that name."""
    if which.isascii() and which.isdecimal():
        row = LocalContact.objects.select_related("confirmed_by").filter(pk=int(which)).first()
        return DoubtedContact(which, row.content, str(row), row, row.confirmed_by) if row else None
    kind = which.upper()
    if kind not in ContactKind.values or which != which.lower():
        return None
    of_site = DefaultContact.objects.select_related("confirmed_by").filter(kind=kind).first()
    content = of_site.content if of_site else reading.of_the_settings(kind)
    keeper = of_site.confirmed_by if of_site else None
    return DoubtedContact(which, content, ContactKind(kind).label, None, keeper) if content.is_known else None


def those_told(keeper: User | None, ods_code: str = "") -> list[str]:
    """Whoever belongs to its organisation; else whoever said last that the contact is right, while they keep contacts;
    else all who do, some at most."""
    own = User.objects.filter(organisation=ods_code, is_active=True).order_by("pk") if ods_code else []
    if told := [one.email for one in own if is_address(one.email)]:
        return list(dict.fromkeys(told))[:MOST_TOLD]
    if keeper and keeper.is_active and may_keep(keeper, ods_code) and is_address(keeper.email):
        return [keeper.email]
    roles = [role for role, abilities in ABILITIES.items() if May.MANAGE_CONTACTS in abilities]
    people = User.objects.filter(role__in=roles, is_active=True).order_by("pk")
    keep = (one.email for one in people if is_address(one.email) and may_keep(one, ods_code))
    return list(dict.fromkeys(keep))[:MOST_TOLD]
