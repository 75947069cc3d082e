"""The audit trail as a list: what narrows it, what a line says, and what the table to take away does."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.text import Truncator

from kb.accounts.models import AuditEntry, AuditEntryQuerySet, User
from kb.accounts.roles import Role
from kb.lib import dates
from kb.lib.listing import Column, Listing, Since, Until, Words

LONGEST = 300
MOST_SHOWN = 200  # of one detail; the table to take away has all of it
_ROLES = dict(Role.choices)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


class AuditList(Listing):
    address, export_address = "accounts:audit", "accounts:audit-export"
    one, many, order = "entry", "entries", ", the newest first"

    person = Words("Who", "actor_name", max_length=LONGEST, spellcheck=False, hint="Part of a name")
    verb = Words("What was done", "verb", max_length=LONGEST, hint="Such as “approved”")
    subject = Words("To what", "subject", max_length=LONGEST, hint="Such as KB0018")
    concerning = Words(
        "By or about", method="by_or_about", max_length=LONGEST, spellcheck=False, hint="A whole username"
    )
    since = Since("at")
    until = Until("at")

    def by_or_about(self, entries: AuditEntryQuerySet, _: str, username: str) -> AuditEntryQuerySet:
        """What they did, and what was done to their account: two people may have one name, and no two a username."""
        person = User.objects.named(username).first()
        return entries.concerning(person) if person else entries.none()


# --- What a line says ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AuditLine:
    when: str
    who: str
    what: str
    subject: str
    detail: tuple[str, ...]
    address: str = ""  # of a page that says more


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value in _ROLES:
        return _ROLES[value]
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {_in_words(part)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(map(_in_words, value))
    return _moment(value) or str(value)


def _moment(value: object) -> str:
    """A time as JSON keeps it, in the words of the pages; empty where it is none."""
    if not isinstance(value, str) or not _MOMENT.match(value):
        return ""
    try:
        return dates.day_and_clock(datetime.fromisoformat(value))
    except ValueError:
        return ""


def _details(entry: AuditEntry) -> tuple[str, ...]:
    """Without what the subject says already, and without what is empty."""
    told = {key: value for key, value in entry.detail.items() if value not in (None, "", [], {})}
    return tuple(
        f"{key.replace('_', ' ')}: {Truncator(text).chars(MOST_SHOWN)}"
        for key, value in told.items()
        if (text := _in_words(value)) not in entry.subject
    )


def lines(entries: Iterable[AuditEntry]) -> list[AuditLine]:
    """What was done to a person leads to their page, in one query for all."""
    shown = list(entries)
    pages = {person.subject: person.pk for person in User.objects.are_in({entry.subject for entry in shown})}
    return [_line(entry, pages.get(entry.subject)) for entry in shown]


def _line(entry: AuditEntry, person: int | None) -> AuditLine:
    return AuditLine(
        when=dates.day_and_clock(entry.at),
        who=entry.actor_name,
        what=entry.verb,
        subject=entry.subject,
        detail=_details(entry),
        address=reverse("accounts:person", args=[person]) if person else "",
    )


COLUMNS: tuple[Column, ...] = (
    ("When", lambda entry: f"{dates.in_london(entry.at):%Y-%m-%d %H:%M:%S}"),
    ("Who", lambda entry: entry.actor_name),
    ("Username", lambda entry: entry.actor.username if entry.actor else ""),
    ("What was done", lambda entry: entry.verb),
    ("To what", lambda entry: entry.subject),
    ("Detail", lambda entry: json.dumps(entry.detail, ensure_ascii=False) if entry.detail else ""),
)
