"""What a report says of the problem, without who sent it, for people who are not the desk.

A net, not a wall, as the guard of the form is: an editor reads what is left before it becomes an article.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.catalogue.lookup import is_known_code
from kb.catalogue.models import Service
from kb.lib.text import EMAIL_IN_TEXT
from kb.privacy import patient_data
from kb.privacy.patient_data import REMOVED, IsCode
from kb.reports.models import Report

# A phone number as people write it, and what is too long for a code: the number of a smartcard has twelve digits.
_PHONE = re.compile(r"(?<![\w.])(?:\+\d|0)[\d ()\-]{8,20}\d(?!\w)")
_LONG_NUMBER = re.compile(r"(?<!\w)\d(?:[ \-]?\d){10,}(?!\w)")
_SHORTEST_NAME = 2


@dataclass(frozen=True)
class Sender:
    name: str = ""
    email: str = ""
    phone: str = ""

    def patterns(self) -> Iterator[re.Pattern[str]]:
        """Whole in any case of letters; each word of the name as names are written, so that "will" stays a verb."""
        for own in (self.name, self.email, self.phone):
            if own.strip():
                yield re.compile(rf"(?<!\w){re.escape(own.strip())}(?!\w)", re.IGNORECASE)
        for word in re.findall(r"[^\W\d_]+", self.name):
            if len(word) >= _SHORTEST_NAME:
                yield re.compile(rf"(?<!\w)(?:{re.escape(word.title())}|{re.escape(word.upper())})(?!\w)")


def without_sender(text: str, sender: Sender, *, is_code: IsCode) -> str:
    """Also without what looks like a patient's details, a passcode, an email address, a phone or a card number."""
    text = patient_data.removed(text, patient_data.find(text, is_code=is_code))
    for pattern in (*sender.patterns(), EMAIL_IN_TEXT, _PHONE, _LONG_NUMBER):
        text = pattern.sub(REMOVED, text)
    return text.strip()


@dataclass(frozen=True)
class AnonymisedReport:
    """All that editors may know of a report."""

    reference: str
    words: str
    code: str
    service: Service | None


def problem_of(report: Report, *, is_code: IsCode = is_known_code) -> AnonymisedReport:
    """What was typed as a code is left out where it says more than a code. Fetch code and service with the report."""
    sender = Sender(report.name, report.email, report.phone)
    typed = report.typed_code.strip()
    code = typed if without_sender(typed, sender, is_code=is_code) == typed else ""
    return AnonymisedReport(
        reference=report.reference,
        words=without_sender(report.text, sender, is_code=is_code),
        code=report.code.display if report.code else code,
        service=report.service,
    )
