"""What one person has told us: found by email or name, and handed out, for a data-subject request."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from kb.lib.holders import HeldText, Person, about
from kb.reports.models import Event, Report

# Only these say who told it. The others may speak of anybody.
_FREE_TEXT = ("text", "organisation", "phone", "computer", "software", "searched")


@dataclass(frozen=True)
class Found:
    """`told` are the person's own reports; `mentioned` those of others with the name or address in their words."""

    told: tuple[Report, ...]
    mentioned: tuple[Report, ...]


def elsewhere(person: Person) -> list[HeldText]:
    """What the other rooms hold with the name or address in it. Its words are for the administrator alone."""
    return about(person, but="reports")


def find(person: Person) -> Found:
    """Looks at every report that still holds what was told: there are no more of them than retention leaves."""
    told, mentioned = [], []
    in_events = {
        report
        for report, text in Event.objects.exclude(text="").values_list("report", "text").iterator()
        if person.is_named_in(text)
    }
    for report in Report.objects.told().newest_first().iterator(chunk_size=500):
        if person.is_who_told(report.email, report.name):
            told.append(report)
        elif report.pk in in_events or any(person.is_named_in(getattr(report, field)) for field in _FREE_TEXT):
            mentioned.append(report)
    return Found(tuple(told), tuple(mentioned))


def _values(report: Report) -> dict[str, Any]:
    return {
        "reference": report.reference,
        "filed_at": report.filed_at,
        "what_happened": report.text,
        "who_is_affected": report.get_scale_display(),
        "role": report.get_audience_display(),
        "patient_care_was_affected": report.is_urgent,
        "organisation": report.organisation,
        "name": report.name,
        "email": report.email,
        "phone": report.phone,
        "began": report.began,
        "card": report.get_card_type_display(),
        "software": report.software,
        "computer": report.computer,
        "service": report.service.name if report.service else "",
        "code": report.code.display if report.code else report.typed_code,
        "article": report.article.label if report.article else "",
        "searched": report.searched,
        "read_articles": [f"KB{number:04d}" for number in report.read_articles],
        "tried_articles": [f"KB{number:04d}" for number in report.tried_articles],
        "state": report.get_state_display(),
        "sent_to": report.sent_to,
        "ticket_number": report.ticket_number,
        "closed_at": report.closed_at,
        "screenshots": [{"name": file.name, "bytes": file.size} for file in report.attachments.all() if file.stored],
        "history": [{"at": e.at, "what": e.get_kind_display(), "text": e.text} for e in report.events.all()],
    }


def _exported(reports: tuple[Report, ...]) -> Iterator[dict[str, Any]]:
    """All that is held of each report; who of the desk did something is left out, since it is about them."""
    whole = Report.objects.whole().filter(pk__in=[report.pk for report in reports])
    return (_values(report) for report in whole.newest_first())


def as_json(found: Found) -> str:
    return json.dumps(list(_exported(found.told)), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
