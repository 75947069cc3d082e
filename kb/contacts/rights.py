"""Who may keep which contacts: asked by pages for their buttons and links, and by actions before they write."""

from typing import TYPE_CHECKING

from kb.accounts.roles import May, may
from kb.contacts.document import ContactRefused
from kb.lib.portable import Problem

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from kb.accounts.models import User


YOURS_ONLY = "You keep the contacts of your own organisation only."


class NotYourContact(ContactRefused):
    """Of another organisation than the one that they belong to."""

    def __init__(self) -> None:
        super().__init__([Problem("ods_code", YOURS_ONLY)])


def may_keep(person: "User | AnonymousUser", ods_code: str) -> bool:
    """Any contact, or those of the organisation that they belong to. The desks of this site have no code."""
    if may(person, May.MANAGE_CONTACTS):
        return True
    own = getattr(person, "organisation", "")
    return may(person, May.KEEP_OWN_CONTACTS) and bool(own) and ods_code == own


def page_to_change(person: "User", which: str, ods_code: str) -> str:
    """The name of the page on which they change the contact that addresses name so; nothing where they may not."""
    if not may_keep(person, ods_code if which.isdecimal() else ""):
        return ""
    if may(person, May.MANAGE_CONTACTS):
        return "contacts:contact" if which.isdecimal() else "contacts:default"
    return "contacts:own-contact"
