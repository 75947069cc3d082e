"""Taking in a report: looked at for spam, stored in one transaction, and only then called sent."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from kb.accounts import audit
from kb.catalogue import codes
from kb.catalogue.lookup import look_up_said
from kb.catalogue.models import Article, ErrorCode, Service
from kb.reports import visit
from kb.reports.delivery import mails, receivers
from kb.reports.delivery.posting import post_about
from kb.reports.models import Attachment, Event, HeldFile, Report
from kb.reports.models.report import LENGTH_OF_REFERENCE
from kb.reports.suspicion import FLOOD, Origin, count, is_flood

NOBODY = Origin()
TRIES = 5
# Without I, O, 0 and 1: a reference is read out on the phone.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
BYTES_OF_SECRET = 32


@dataclass(frozen=True)
class ReportContent:
    """What a person tells, before it is a row: `code` as typed, `service` a slug, articles by number."""

    text: str
    scale: str
    audience: str = "USER"
    is_urgent: bool = False
    organisation: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    began: str = ""
    card_type: str = "UNKNOWN"
    software: str = ""
    computer: str = ""
    service: str = ""
    code: str = ""
    article: int | None = None
    searched: str = ""
    read_articles: tuple[int, ...] = ()
    tried_articles: tuple[int, ...] = ()  # as the person says, and never because a page was opened
    guard_overruled: bool = False
    outside: str = ""  # a vendor's slug, where the form said that the report goes to that vendor

    def sending(self, form: str) -> str:
        """Equal for two presses of one button: the same words from the same form, which has an unguessable name."""
        return hashlib.sha256(json.dumps([form, asdict(self)]).encode()).hexdigest()


TAKEN_OVER = ("stored", "name", "content_type", "size")
KEPT_AS_TOLD = (
    *("text", "scale", "audience", "is_urgent", "organisation", "name", "email", "phone"),
    *("began", "card_type", "software", "computer", "guard_overruled"),
)


def new_reference() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH_OF_REFERENCE))


def new_secret() -> str:
    """The unguessable part of the reporter's link."""
    return secrets.token_urlsafe(BYTES_OF_SECRET)


def _known_code(typed: str) -> tuple[ErrorCode | None, str]:
    """The code's row, and what was typed where that is not the code itself."""
    code = look_up_said(typed).only if typed else None
    is_same = code is not None and codes.normal(code.display) == codes.normal(typed)
    return code, "" if is_same else typed


def _articles(told: ReportContent) -> dict[str, Any]:
    """The page a person came from, what they had opened, and of these what they say they tried.

    A form can be sent with any figures in it: what is no article of ours, or never came along, is nobody's business to
    keep, for it may be somebody's number.
    """
    came = dict.fromkeys([*filter(None, [told.article]), *told.read_articles])
    known = {article.number: article for article in Article.objects.filter(number__in=came)} if came else {}
    return {
        "article": known.get(told.article) if told.article else None,
        "read_articles": [number for number in told.read_articles if number in known],
        "tried_articles": [number for number in told.tried_articles if number in known],
    }


def _unsaved(told: ReportContent, now: datetime) -> Report:
    code, typed_code = _known_code(told.code.strip())
    return Report(
        filed_at=now,
        **{name: getattr(told, name) for name in KEPT_AS_TOLD},
        service=Service.objects.filter(slug=told.service).first() if told.service else None,
        code=code,
        # These two came along from where the person was: too long, they are cut and the report is not lost.
        typed_code=typed_code[: Report._meta.get_field("typed_code").max_length],
        searched=told.searched[: Report._meta.get_field("searched").max_length],
        **_articles(told),
        # The outbox refuses what is no address; a mistake in the settings must lose no report.
        sent_to=mails.plain_address(receivers.address(told.service, outside=told.outside)),
    )


def _twin(report: Report) -> Report | None:
    """The one that an earlier press of the same button has stored."""
    return Report.objects.filter(sending=report.sending).first() if report.sending else None


def _store(report: Report) -> Report:
    """Under a reference that nobody has yet: two alike are rare, and no reason to fail.

    Gives another report where the same button was pressed before, even a moment ago.
    """
    for _ in range(TRIES):
        report.reference, report.secret = new_reference(), new_secret()
        if twin := _twin(report):
            return twin
        try:
            with transaction.atomic():
                report.save(force_insert=True)
        except IntegrityError:
            if not _twin(report) and not Report.objects.filter(reference=report.reference).exists():
                raise
        else:
            return report
    raise RuntimeError(f"{TRIES} new references in a row were taken.")


def _take_over(report: Report, files: Sequence[HeldFile]) -> None:
    """The stored files become the report's; only the rows that held them go."""
    rows = HeldFile.objects.select_for_update().filter(pk__in=[file.pk for file in files]).order_by("pk")
    held = list(rows)
    Attachment.objects.bulk_create(
        Attachment(report=report, position=position, **{name: getattr(file, name) for name in TAKEN_OVER})
        for position, file in enumerate(held, 1)
    )
    HeldFile.objects.filter(pk__in=[file.pk for file in held]).delete()


@transaction.atomic
def file_report(
    *,
    told: ReportContent,
    files: Sequence[HeldFile] = (),
    suspicions: Sequence[str] = (),
    origin: Origin = NOBODY,
    now: datetime | None = None,
) -> Report:
    """No `by=`: it is a visitor's act. The audit entry names the reference and nothing of what was said.

    The same words from the same form are one report, however often they are sent. None is ever turned away: of too
    many each is marked.
    """
    now = now or timezone.now()
    report = _unsaved(told, now)
    report.sending = told.sending(origin.form) if origin.form else None
    if twin := _twin(report):
        return twin
    report.by_staff = origin.is_staff
    report.suspicions = [*suspicions, *count(origin, now), *([FLOOD] if is_flood(now) else [])]
    if (stored := _store(report)) is not report:
        return stored
    _take_over(report, files)
    Event.objects.create(report=report, at=now, kind=Event.Kind.FILED)
    post_about(report, now)
    audit.record(by=None, verb="took in a report", subject=f"report {report.reference}")
    visit.reported(visitor=origin.visitor, now=now)
    return report
