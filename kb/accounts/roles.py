"""Who may do what: one table, and the one question that every other room asks of it."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from kb.accounts.models import User


class Role(TextChoices):
    READER = "READER", "Reader"
    HELP_DESK = "HELP_DESK", "Help desk"
    EDITOR = "EDITOR", "Editor"
    REVIEWER = "REVIEWER", "Reviewer"
    ADMINISTRATOR = "ADMINISTRATOR", "Administrator"


class May(TextChoices):
    """What a role lets do; the label follows “your role lets you”."""

    READ_INTERNAL = "READ_INTERNAL", "read the pages that are for signed-in staff only"
    USE_DESK = "USE_DESK", "read the reports that people send, and work on them"
    STOP_STEPS = "STOP_STEPS", "take one step off the public page while it is checked"
    WRITE_ARTICLES = "WRITE_ARTICLES", "write and change articles"
    REVIEW_ARTICLES = "REVIEW_ARTICLES", "review and publish articles"
    KEEP_VOCABULARY = "KEEP_VOCABULARY", "keep services, topics, codes and words"
    POST_LIVE_ISSUES = "POST_LIVE_ISSUES", "post a live issue from a template, update it and end it"
    PUBLISH_NOTICES = "PUBLISH_NOTICES", "publish live issues and planned changes in your own words"
    MANAGE_CONTACTS = "MANAGE_CONTACTS", "keep the contacts of local desks"
    KEEP_OWN_CONTACTS = "KEEP_OWN_CONTACTS", "keep the contacts of your own organisation"
    MANAGE_PEOPLE = "MANAGE_PEOPLE", "add people and choose their roles"
    IMPORT_FILES = "IMPORT_FILES", "bring content in from files, and take it out"
    SEE_AUDIT = "SEE_AUDIT", "see who changed what, and when"
    ERASE_CONTENT = "ERASE_CONTENT", "erase words and images for good, wherever they are kept"
    ANSWER_DATA_REQUESTS = "ANSWER_DATA_REQUESTS", "find, export and delete what one person has reported"


# Nobody is told of a duty that no page lets them do; a test compares this with the guards of all routes.
WITHOUT_A_PAGE = frozenset({May.READ_INTERNAL})

_EDITING = frozenset({May.READ_INTERNAL, May.WRITE_ARTICLES})
ABILITIES: dict[Role, frozenset[May]] = {
    Role.READER: frozenset({May.READ_INTERNAL}),
    Role.HELP_DESK: frozenset({May.READ_INTERNAL, May.USE_DESK, May.STOP_STEPS, May.POST_LIVE_ISSUES}),
    Role.EDITOR: _EDITING,
    Role.REVIEWER: _EDITING
    | {
        May.STOP_STEPS,
        May.REVIEW_ARTICLES,
        May.KEEP_VOCABULARY,
        May.POST_LIVE_ISSUES,
        May.PUBLISH_NOTICES,
        May.MANAGE_CONTACTS,
        May.IMPORT_FILES,
    },
    Role.ADMINISTRATOR: frozenset(May),
}


def abilities_of(user: "User | AnonymousUser") -> frozenset[May]:
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    abilities = ABILITIES[Role(user.role)]
    if not user.organisation:
        return abilities
    # Whoever belongs to an organisation keeps its contacts, and no others; but an administrator, who says who belongs.
    others = frozenset() if user.role == Role.ADMINISTRATOR else frozenset({May.MANAGE_CONTACTS})
    return (abilities - others) | {May.KEEP_OWN_CONTACTS}


def may(user: "User | AnonymousUser", ability: May) -> bool:
    return ability in abilities_of(user)


def works_here(user: "User | AnonymousUser") -> bool:
    """Whoever has a role beyond reading."""
    return user.is_authenticated and user.is_active and user.role != Role.READER


def abilities_in_words(role: str) -> list[str]:
    """Those that have a page, in the order of `May`, so that every role's list reads alike."""
    return [ability.label for ability in May if ability in ABILITIES[Role(role)] - WITHOUT_A_PAGE]
