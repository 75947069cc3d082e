"""Rows as they stand at the desk, without filing them: nothing is posted about a report but what a test posts."""

from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from kb.outbox.message import Mail
from kb.outbox.models import Delivery
from kb.reports.models import Attachment, Event, Report

_numbers = count(1)


def make_report(**facts: Any) -> Report:
    """A report as it stands at the desk, with the first line of its history; nothing was posted about it."""
    number = next(_numbers)
    given = {
        "reference": f"RPRT{number:04d}".translate(str.maketrans("01", "XY")),
        "secret": f"secret-{number}",
        "text": "The card is not read.",
        "scale": "JUST_ME",
        "sent_to": "desk@example.org",
        **facts,
    }
    if given.get("state") == "CLOSED":
        given.setdefault("closed_at", timezone.now())
    report = Report.objects.create(**given)
    Event.objects.create(report=report, at=report.filed_at, kind=Event.Kind.FILED)
    return report


def make_attachment(report: Report, *, data: bytes = b"a picture", **facts: Any) -> Attachment:
    stored = default_storage.save("reports/picture.png", ContentFile(data))
    given = {"position": 1, "name": "screen.png", "content_type": "image/png", "size": len(data), **facts}
    return Attachment.objects.create(report=report, stored=stored, **given)


def make_delivery(report: Report, *, mail: Mail | None = None, **facts: Any) -> Delivery:
    """A message to the desk about a report; it waits, unless the facts say otherwise."""
    mail = mail or Mail(to="desk@example.org", subject=f"Report {report.reference}", text=report.text)
    given = {"room": "reports", "key": report.reference, "purpose": "desk", "message_id": f"<{next(_numbers)}@test>"}
    settled = {"settled_at": timezone.now()} if facts.get("state") in {"SENT", "FAILED", "DROPPED"} else {}
    return Delivery.objects.create(**{**given, "to": mail.to, "content": mail.to_dict(), **settled, **facts})
