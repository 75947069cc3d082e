"""The audit trail as a list: what is asked for, the address that asks for it, and what a line says."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, Self

from django import forms
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator

from kb.accounts.models import AuditEntry
from kb.accounts.querysets import AuditEntryQuerySet
from kb.lib import dates
from kb.lib.forms import NHSForm, TextField
from kb.lib.forms.times import DayField

ONE_DAY = timedelta(days=1)
LONGEST = 300
MOST_SHOWN = 200  # of one detail; the table to take away has all of it
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")

type Column = tuple[str, Callable[[AuditEntry], str]]


class AuditForm(NHSForm):
    """All of it stands in the address; what is wrong is said, and does not narrow the list."""

    marks_optional = False

    person = TextField("Who", required=False, max_length=LONGEST, spellcheck=False, hint="Part of a name")
    verb = TextField("What was done", required=False, max_length=LONGEST, hint="Such as “approved”")
    subject = TextField("To what", required=False, max_length=LONGEST, hint="Such as KB0018")
    since = DayField("From", required=False)
    until = DayField("To", required=False)

    def clean_until(self) -> date | None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data["until"]
        if since and until and until < since:
            raise forms.ValidationError("The day in “To” must be the same as the day in “From”, or later.")
        return until


@dataclass(frozen=True)
class Wanted:
    person: str = ""
    verb: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, form: AuditForm) -> Self:
        form.is_valid()
        return cls(**{name: value for name, value in form.cleaned_data.items() if value})

    @property
    def chosen(self) -> dict[str, Any]:
        """Only what narrows the list."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    def address(self, name: str = "accounts:audit", **more: object) -> str:
        values = self.chosen | {key: value for key, value in more.items() if value}
        return f"{reverse(name)}?{urlencode(values)}" if values else reverse(name)

    def recorded(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.chosen.items()}

    def entries(self) -> AuditEntryQuerySet:
        found = AuditEntry.objects.newest_first()
        if self.person:
            found = found.filter(actor_name__icontains=self.person)
        if self.verb:
            found = found.filter(verb__icontains=self.verb)
        if self.subject:
            found = found.filter(subject__icontains=self.subject)
        if self.since:
            found = found.filter(at__gte=dates.at_midnight(self.since))
        if self.until:
            found = found.filter(at__lt=dates.at_midnight(self.until + ONE_DAY))
        return found


# --- What a line says ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    when: str
    who: str
    what: str
    subject: str
    detail: tuple[str, ...]


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
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


def line(entry: AuditEntry) -> Line:
    return Line(dates.day_and_clock(entry.at), entry.actor_name, entry.verb, entry.subject, _details(entry))


COLUMNS: tuple[Column, ...] = (
    ("When", lambda entry: f"{dates.in_london(entry.at):%Y-%m-%d %H:%M:%S}"),
    ("Who", lambda entry: entry.actor_name),
    ("What was done", lambda entry: entry.verb),
    ("To what", lambda entry: entry.subject),
    ("Detail", lambda entry: json.dumps(entry.detail, ensure_ascii=False) if entry.detail else ""),
)
