"""The mails about a report, made from its row, so that they can be made again when something was removed from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from kb.catalogue import codes
from kb.catalogue.models import Article
from kb.lib.dates import day_and_clock
from kb.lib.text import is_email
from kb.outbox.message import File, Mail, is_address, one_line, plain_text
from kb.reports.delivery import receivers
from kb.reports.delivery.facts import ReportFact, facts_of, full_address, notes_of
from kb.reports.models import Attachment, Report


def plain_address(typed: str) -> str:
    """The address where mail can be sent to it; a line break in it would begin another header."""
    return typed if is_email(typed) and is_address(typed) else ""


@dataclass(frozen=True)
class MailReport:
    """One report as a mail to the desk says it."""

    report: Report
    filed: str
    notes: tuple[str, ...]
    facts: tuple[ReportFact, ...]
    screenshots: tuple[Attachment, ...]
    address: str  # the desk's page; empty for a company outside, which cannot sign in


def _matched(report: Report) -> Article | None:
    if not report.code:
        return None
    answers = Article.objects.live().filter(code_uses__code=report.code, code_uses__answers=True)
    return answers.by_number().first()


def _told(report: Report) -> MailReport:
    read = Article.objects.filter(number__in=report.read_articles) if report.read_articles else []
    is_outside = receivers.is_outside(report.sent_to)
    return MailReport(
        report=report,
        filed=day_and_clock(report.filed_at),
        notes=notes_of(report),
        facts=facts_of(report, list(read), _matched(report)),
        screenshots=tuple(report.attachments.filter(removed_at__isnull=True).order_by("position")),
        address="" if is_outside else full_address(reverse("reports:detail", args=[report.reference])),
    )


def _about(report: Report) -> str:
    """Code and service for the subject. A code that only the person knows must at least look like one."""
    typed = report.typed_code if codes.looks_like_one(report.typed_code) else ""
    code = report.code.display if report.code else typed
    return ", ".join(part for part in (code, report.service.name if report.service else "") if part)


def to_desk(report: Report) -> Mail:
    told = _told(report)
    values: dict[str, Any] = {"told": told, "about": _about(report), "site": settings.SITE_NAME}
    bare = values | {"is_bare": bool(told.screenshots)}
    return Mail(
        to=report.sent_to,
        subject=one_line("reports/mail/desk.subject.txt", values),
        text=plain_text("reports/mail/desk.txt", values),
        html=render_to_string("reports/mail/desk.html", values),
        reply_to=plain_address(report.email),
        files=tuple(File(shot.stored, _file_name(report, shot), shot.content_type) for shot in told.screenshots),
        bare_text=plain_text("reports/mail/desk.txt", bare),
        bare_html=render_to_string("reports/mail/desk.html", bare),
    )


def _file_name(report: Report, shot: Attachment) -> str:
    """Ours, not the person's: it stands in the desk's mail program beside names that are believed."""
    return f"{report.reference}-{shot.position}.{shot.stored.rpartition('.')[2]}"


def addition(report: Report, text: str) -> Mail:
    """What the reporter added later, to where the report itself went."""
    is_outside = receivers.is_outside(report.sent_to)
    values = {
        "report": report,
        "added": ReportFact("Added by the person who sent it", typed=text),
        "address": "" if is_outside else full_address(reverse("reports:detail", args=[report.reference])),
        "site": settings.SITE_NAME,
    }
    return Mail(
        to=report.sent_to,
        subject=one_line("reports/mail/addition.subject.txt", values),
        text=plain_text("reports/mail/addition.txt", values),
        html=render_to_string("reports/mail/addition.html", values),
        reply_to=plain_address(report.email),
    )


def confirmation(report: Report, now: datetime) -> Mail:
    """Holds no word that the person typed: anyone may type any address."""
    values = {
        "reference": report.reference,
        "address": full_address(report.get_absolute_url()),
        "receiver": receivers.receiver_of(report, now),
        "is_deliverable": report.is_deliverable,
        "site": settings.SITE_NAME,
    }
    return Mail(
        to=report.email,
        subject=one_line("reports/mail/confirmation.subject.txt", values),
        text=plain_text("reports/mail/confirmation.txt", values),
        html=render_to_string("reports/mail/confirmation.html", values),
    )


def digest(reports: Sequence[Report], *, to: str) -> Mail:
    values = {
        "all_told": [_told(report) for report in reports],
        "number": len(reports),
        "is_urgent": any(report.is_urgent for report in reports),
        "site": settings.SITE_NAME,
    }
    return Mail(
        to=to,
        subject=one_line("reports/mail/digest.subject.txt", values),
        text=plain_text("reports/mail/digest.txt", values),
        html=render_to_string("reports/mail/digest.html", values),
    )
