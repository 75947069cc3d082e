"""Taking in a report: looked at for spam, stored in one transaction, and only then called sent."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from kb.accounts import audit, throttle
from kb.catalogue import codes
from kb.catalogue.lookup import look_up
from kb.catalogue.models import Article, ErrorCode, Service
from kb.outbox import actions as outbox
from kb.reports import visit
from kb.reports.delivery import mails, receivers
from kb.reports.delivery_keys import CONFIRMATION, DESK, ROOM
from kb.reports.models import Attachment, Event, HeldFile, Report
from kb.reports.models.report import LENGTH_OF_REFERENCE

CONFIRMATION_COUNTER = "report confirmation"
CONFIRMATIONS_A_DAY = 3
DAY = 24 * 3600  # seconds
FEWEST_SECONDS = 3
MOST_OF_VISITOR = 5
HOUR = 3600  # seconds
FILED = "report"  # the name of the counter of what a visitor sends
# Nobody reaches it: that counter only counts.
NO_LIMIT = 1_000_000
TRIES = 5
# Without I, O, 0 and 1: a reference is read out on the phone.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
BYTES_OF_SECRET = 32

HIDDEN_BOX = "A box that people do not see was filled in."
TOO_QUICK = f"It was sent less than {FEWEST_SECONDS} seconds after the form was opened."
MANY_OF_ONE = f"More than {MOST_OF_VISITOR} reports came from one visitor within an hour."


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
    code = look_up(typed).only if typed else None
    is_same = code is not None and codes.normal(code.display) == codes.normal(typed)
    return code, "" if is_same else typed


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
        article=Article.objects.filter(number=told.article).first() if told.article else None,
        read_articles=list(told.read_articles),
        tried_articles=list(told.tried_articles),
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


def _may_confirm(report: Report, now: datetime) -> bool:
    """Anyone may type any address: it gets a few mails a day at most, in whatever case of letters."""
    key = mails.plain_address(report.email).lower()
    return (
        bool(key)
        and throttle.allow(action=CONFIRMATION_COUNTER, key=key, limit=CONFIRMATIONS_A_DAY, seconds=DAY, now=now).ok
    )


def _post(report: Report, now: datetime) -> None:
    if report.is_suspicious:
        return  # it goes in the next digest, and nobody else is written to on its account
    to_post = {}
    if report.is_deliverable:
        to_post[DESK] = mails.to_desk(report)
    if _may_confirm(report, now):
        to_post[CONFIRMATION] = mails.confirmation(report, now)
    for purpose, mail in to_post.items():
        outbox.post(mail=mail, room=ROOM, key=report.reference, purpose=purpose)


def judge(*, seconds: float, honeypot: str, of_visitor: int) -> tuple[str, ...]:
    """Why a report is to be checked before the desk acts on it, in words, or nothing. It marks and never refuses.

    `of_visitor`: how many reports this visitor had sent within the hour before this one.
    """
    reasons = {
        HIDDEN_BOX: bool(honeypot),
        TOO_QUICK: seconds < FEWEST_SECONDS,
        MANY_OF_ONE: of_visitor >= MOST_OF_VISITOR,
    }
    return tuple(words for words, is_so in reasons.items() if is_so)


def number_of_visitor(visitor: str, now: datetime) -> int:
    """How many reports this visitor has sent in this hour of the clock."""
    return throttle.counted(action=FILED, key=visitor, seconds=HOUR, now=now) if visitor else 0


def is_flood(now: datetime) -> bool:
    """Far more reports within an hour than any outage brings: only then is the next one turned away."""
    return Report.objects.filed_since(now - timedelta(seconds=HOUR)).count() >= settings.REPORT_FLOOD


@transaction.atomic
def file_report(
    *,
    told: ReportContent,
    files: Sequence[HeldFile] = (),
    suspicions: Sequence[str] = (),
    visitor: str = "",
    form: str = "",
    now: datetime | None = None,
) -> Report:
    """No `by=`: it is a visitor's act. The audit entry names the reference and nothing of what was said.

    The same words from the same form (its unguessable name) are one report, however often they are sent.
    """
    now = now or timezone.now()
    report = _unsaved(told, now)
    report.suspicions = list(suspicions)
    report.sending = told.sending(form) if form else None
    if (stored := _store(report)) is not report:
        return stored
    _take_over(report, files)
    Event.objects.create(report=report, at=now, kind=Event.Kind.FILED)
    _post(report, now)
    audit.record(by=None, verb="took in a report", subject=f"report {report.reference}")
    visit.reported(visitor=visitor, now=now)
    if visitor:
        throttle.allow(action=FILED, key=visitor, limit=NO_LIMIT, seconds=HOUR, now=now)
    return report
