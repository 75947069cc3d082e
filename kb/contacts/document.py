"""A local contact in its portable form: what a file, a form or the settings say, before it is a row."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, Self

from django.db.models import TextChoices
from django.utils import timezone

from kb.contacts.hours import HoursError, parse
from kb.contacts.rules import is_of_the_house, number_fault
from kb.lib.dates import in_london
from kb.lib.email_address import email_fault, tidied
from kb.lib.portable import Problem, WithProblems, digest
from kb.lib.text import line_fault, turn_fault

LONGEST = {
    "organisation": 160,
    "ods_code": 12,
    "name": 120,
    "phone": 60,
    "email": 254,
    "place": 200,
    "hours": 200,
    "out_of_hours_phone": 60,
}
LONGEST_FOLDED = 2 * LONGEST["organisation"]  # some single letters fold into several
WAYS = ("phone", "email", "place", "out_of_hours_phone")
LEAST_DIGITS = 3


class ContactKind(TextChoices):
    IT = "IT", "IT service desk"
    RA = "RA", "Registration Authority (smartcard team)"


class ContactRefused(WithProblems, ValueError):  # noqa: N818 - see WithProblems
    """A contact that cannot be kept; `problems` says for each field what to do."""


@dataclass(frozen=True, kw_only=True)
class ContactContent:
    kind: str
    organisation: str = ""
    ods_code: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    place: str = ""
    hours: str = ""
    out_of_hours_phone: str = ""

    @classmethod
    def from_dict(cls, values: Mapping[str, str]) -> "ContactContent":
        """Spaces tidied, codes in capitals; what is left out is blank. Refuses names it does not know."""
        known = [field.name for field in fields(cls)]
        if unknown := [name for name in values if name not in known]:
            raise ContactRefused([Problem(name, "This is not a part of a contact.") for name in unknown])
        given = {name: " ".join(values.get(name, "").split()) for name in known}
        for name in ("kind", "ods_code"):
            given[name] = given[name].upper()
        given["email"] = tidied(given["email"])
        return cls(**given)

    def to_dict(self) -> dict[str, str]:
        return {field.name: getattr(self, field.name) for field in fields(ContactContent)}

    @property
    def is_known(self) -> bool:
        """Whether there is any way to reach them: a name alone helps nobody."""
        return any(getattr(self, way) for way in WAYS)

    @property
    def fingerprint(self) -> str:
        """Equal for two contacts that say the same."""
        return digest(self.to_dict())

    def problems(self) -> list[Problem]:
        """What keeps this contact from being kept, one for each field that is wrong."""
        found: dict[str, Problem] = {}
        for problem in self._each_problem():
            found.setdefault(problem.field, problem)
        return list(found.values())

    def desk_problems(self) -> list[Problem]:
        """The same for a desk of this site, which is of no organisation."""
        return [problem for problem in self.problems() if problem.field != "organisation"]

    def _line_problems(self) -> Iterator[Problem]:
        for name, most in LONGEST.items():
            text = getattr(self, name)
            if len(text) > most:
                yield Problem(name, f"Shorten this to {most} characters.")
            if fault := turn_fault(text):
                yield Problem(name, fault)
            elif not text.isprintable():
                yield Problem(name, "Take out the line breaks and characters that cannot be seen.")

    def _each_problem(self) -> Iterator[Problem]:
        yield from self._line_problems()
        if len(folded(self.organisation)) > LONGEST_FOLDED:
            yield Problem("organisation", "Write this name in plain letters.")
        if self.kind not in ContactKind.values:
            yield Problem("kind", f"'{self.kind}' is no kind of contact: use IT or RA.")
        if not folded(self.organisation):
            yield Problem("organisation", "Enter the name of the organisation.")
        if not re.fullmatch(r"[A-Z0-9]*", self.ods_code):
            yield Problem("ods_code", "Use capital letters and figures only.")
        for name in ("phone", "out_of_hours_phone"):
            number = getattr(self, name)
            if number and not is_of_the_house(number) and len(re.findall(r"[0-9]", number)) < LEAST_DIGITS:
                yield Problem(name, f"'{number}' is not a phone number.")
            if fault := number_fault(number):
                yield Problem(name, fault)
        if fault := email_fault(self.email, LONGEST["email"]):
            yield Problem("email", fault)
        if words := hours_problem(self.hours):
            yield Problem("hours", words)
        if not self.is_known:
            yield Problem("phone", "Enter at least one way to reach them: a phone number, an email address or a place.")


@dataclass(frozen=True, kw_only=True)
class ConfirmedContact(ContactContent):
    """A contact as it travels: with the day on which somebody last said that it is right. That is a fact beside what it
    says, and counts in no fingerprint."""

    confirmed: date | None = None

    @classmethod
    def of(cls, content: ContactContent, confirmed_at: datetime | None) -> Self:
        values: dict[str, Any] = content.to_dict()
        return cls(**values, confirmed=in_london(confirmed_at).date() if confirmed_at else None)

    def is_surer_than(self, confirmed_at: datetime | None) -> bool:
        """Whether it was confirmed on a later day. What is known here is not taken back."""
        known = in_london(confirmed_at).date() if confirmed_at else date.min
        return self.confirmed is not None and self.confirmed > known

    def _each_problem(self) -> Iterator[Problem]:
        yield from super()._each_problem()
        if self.confirmed and self.confirmed > in_london(timezone.now()).date():
            yield Problem("confirmed", "Enter a day that is not still to come.")


@dataclass(frozen=True, kw_only=True)
class DeskContent(ConfirmedContact):
    """A desk of this site as it travels: of no organisation."""

    def problems(self) -> list[Problem]:
        return [problem for problem in super().problems() if problem.field != "organisation"]


@dataclass(frozen=True, kw_only=True)
class OrganisationContent:
    """Where people work: what a file or a form says of it."""

    code: str
    name: str

    @classmethod
    def from_dict(cls, values: Mapping[str, str]) -> "OrganisationContent":
        return cls(code="".join(values["code"].split()).upper(), name=" ".join(values["name"].split()))

    def to_dict(self) -> dict[str, str]:
        return asdict(self)

    @property
    def fingerprint(self) -> str:
        return digest(self.to_dict())

    def problems(self) -> list[Problem]:
        return list(self._each_problem())

    def _each_problem(self) -> Iterator[Problem]:
        most = LONGEST["ods_code"]
        if not re.fullmatch(rf"[A-Z0-9]{{1,{most}}}", self.code):
            yield Problem("code", f"Use capital letters and figures only, {most} at most, such as A81001.")
        if not folded(self.name):
            yield Problem("name", "Enter the name of the organisation.")
        elif fault := line_fault("name", self.name, LONGEST["organisation"]) or turn_fault(self.name):
            yield Problem("name", fault)
        elif not self.name.isprintable():
            yield Problem("name", "Take out the characters that cannot be seen.")
        elif len(folded(self.name)) > LONGEST_FOLDED:
            yield Problem("name", "Write this name in plain letters.")


def hours_problem(hours: str) -> str:
    """What is wrong with these hours, or nothing; no hours are not wrong, they are not known."""
    if not hours:
        return ""
    try:
        parse(hours)
    except HoursError as refused:
        return str(refused)
    return ""


def folded(text: str) -> str:
    """For finding, and for telling two names apart: no capitals, accents or extra spaces."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())
