"""What may be chosen for a part of an article, and the words for it, each reader's in a column of one table. Pure.

What is stored, and the keys that stand in addresses, never change.
"""

from dataclasses import dataclass

from django.db.models import TextChoices


class Confidence(TextChoices):
    STUB = "STUB", "stub"
    UNVERIFIED = "UNVERIFIED", "not yet verified"
    VERIFIED = "VERIFIED", "verified"


class SymptomKind(TextChoices):
    EXACT = "EXACT", "exact message"
    SIGN = "SIGN", "sign"


class CodeKind(TextChoices):
    EXACT = "EXACT", "exact"
    FAMILY = "FAMILY", "family"


class Actor(TextChoices):
    """Who can end a problem, in the words of the person who has it."""

    PERSON = "PERSON", "you"
    RA = "RA", "your Registration Authority (smartcard team)"
    IT = "IT", "your IT support"
    VENDOR = "VENDOR", "the company that supplies your card"
    INVITER = "INVITER", "the person who invited you"
    LOCAL_ADMIN = "LOCAL_ADMIN", "your local administrator of NHS.net Connect"
    OWNER = "OWNER", "the team that runs the application or site"
    NSD = "NSD", "the National Service Desk"


class Place(TextChoices):
    """Where an article stands among those of its topic and its applications."""

    FIRST = "1", "1, at the top"
    SECOND = "2", "2"
    THIRD = "3", "3"
    FOURTH = "4", "4"
    FIFTH = "5", "5"
    SIXTH = "6", "6"
    SEVENTH = "7", "7"
    EIGHTH = "8", "8"
    NINTH = "9", "9"


class MeaningConfidence(TextChoices):
    """How well the source of a meaning is known."""

    FULL = "FULL", "read on the maker’s own page"
    PART = "PART", "read on part of a page, or on an old copy of it"
    THIRD = "THIRD", "read on a page of somebody other than the maker"


class StartPage(TextChoices):
    """Pages that an answer of Start may lead to, by their names in the address table."""

    WHO_CAN_HELP = "who-can-help", "who can help"
    NOTICES = "notices", "live issues"


class SnippetKind(TextChoices):
    STEP = "STEP", "step"
    NOTE = "NOTE", "note"


@dataclass(frozen=True)
class AudienceWords:
    """`whom` and `readers` are for those who write or search, `in_full` for the desk.

    The person in trouble reads `to_a_reader` and says `as_reporter` in a report. A page asks everybody by `as_reader`,
    and goes on with `as_reader_more` where there is room for it.
    """

    whom: str
    readers: str
    in_full: str
    to_a_reader: str
    as_reader: str
    as_reader_more: str
    as_reporter: str


class Audience(TextChoices):
    USER = "USER", "user"
    RA = "RA", "Registration Authority"
    IT = "IT", "IT support"

    @property
    def key(self) -> str:
        """As addresses and the role cookie say it."""
        return self.value.lower()

    @property
    def words(self) -> AudienceWords:
        return _WORDS[self]


_WORDS = {
    Audience.USER: AudienceWords(
        whom="the user",
        readers="users",
        in_full="User",
        to_a_reader="the user",
        as_reader="For me",
        as_reader_more="",
        as_reporter="I cannot sign in, or something does not work for me",
    ),
    Audience.RA: AudienceWords(
        whom="the Registration Authority",
        readers="the Registration Authority",
        in_full="Registration Authority (smartcard team)",
        to_a_reader="your Registration Authority",
        as_reader="For smartcard team",
        as_reader_more=" (RA)",
        as_reporter="I am from a Registration Authority (smartcard team)",
    ),
    Audience.IT: AudienceWords(
        whom="IT support",
        readers="IT support",
        in_full="IT support",
        to_a_reader="IT support",
        as_reader="For IT",
        as_reader_more=" support",
        as_reporter="I am from IT support",
    ),
}
AUDIENCES = {audience.key: audience for audience in Audience}


def whom(stored: str) -> str:
    """Whom a step is for; a draft may have steps that are for nobody yet."""
    return Audience(stored).words.whom if stored in Audience else "nobody yet"


def written_for(stored: str) -> str:
    """Whose page it is, where somebody said so; where nobody did it is the user's, and nothing is missing."""
    return Audience(stored).words.whom if stored in Audience else stored


# As those say who write about somebody else's problem.
_ACTORS = {
    Actor.PERSON: "the person",
    Actor.RA: "the Registration Authority",
    Actor.IT: "IT support",
    Actor.VENDOR: "the company that supports it",
    Actor.INVITER: "whoever invited the person",
    Actor.LOCAL_ADMIN: "the local administrator of NHS.net Connect",
    Actor.OWNER: "the owner of the application or site",
    Actor.NSD: "the National Service Desk",
}


def who(stored: str) -> str:
    """Who can end it, in the words of those who write."""
    return _ACTORS[Actor(stored)] if stored in Actor else stored
