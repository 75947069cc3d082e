"""What the page of one report says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from kb.catalogue.models import Article
from kb.contacts.presenters import dial_address
from kb.lib import dates
from kb.lib.panels import SummaryRow
from kb.outbox.models import Attempt, Delivery
from kb.reports.delivery.mails import plain_address
from kb.reports.delivery_keys import ADDITION, ANSWER, CONFIRMATION, DESK, DIGEST
from kb.reports.models import Attachment, Event, Report
from kb.reports.triage.deliveries import Standing, standing
from kb.reports.triage.list_presenters import TAGS, TAGS_OF_DELIVERY

KB = 1024
PURPOSES = {
    DESK: "To the desk",
    DIGEST: "Digest to the desk",
    ADDITION: "To the desk: what the reporter added",
    CONFIRMATION: "Confirmation to the reporter",
    ANSWER: "Answer to the reporter",
}
THE_REPORTER = "The reporter"
THE_SITE = "This site"
FROM_THE_REPORTER = (Event.Kind.FILED, Event.Kind.ADDED)


@dataclass(frozen=True)
class Screenshot:
    position: int
    name: str
    note: str
    is_there: bool


@dataclass(frozen=True)
class Happened:
    title: str
    text: str
    when: str
    who: str
    is_internal: bool


@dataclass(frozen=True)
class Sent:
    """One message: to whom, how far it has come, each try, and whether it may be tried again now."""

    pk: int
    purpose: str
    to: str
    state: str
    tag: str
    posted: str
    attempts: tuple[str, ...]
    may_be_tried_again: bool


@dataclass(frozen=True)
class ReportPage:
    report: Report
    filed: str
    state: str
    tag: str
    facts: tuple[SummaryRow, ...]
    contact: tuple[SummaryRow, ...]
    screenshots: tuple[Screenshot, ...]
    history: tuple[Happened, ...]
    sent: tuple[Sent, ...]
    delivery: Standing
    delivery_tag: str
    duplicates: tuple[str, ...]
    duplicate_of: str
    assigned_to: str
    is_mine: bool
    article: SummaryRow | None
    kept_until: str
    article_asked: str


def _came_with(report: Report, named: Iterable[Article]) -> list[SummaryRow]:
    """From which page, what the person says to have tried, and what they only opened."""
    rows = [SummaryRow("Article", str(report.article), report.article.get_absolute_url())] if report.article else []
    for article in named:
        is_tried = article.number in report.tried_articles
        label = "Says to have tried the steps of" if is_tried else "Had opened"
        if is_tried or article != report.article:
            rows.append(SummaryRow(label, str(article), article.get_absolute_url()))
    return rows


def _facts(report: Report, named: Iterable[Article]) -> tuple[SummaryRow, ...]:
    code = report.code
    facts = [
        SummaryRow("Who is affected", report.get_scale_display()),
        SummaryRow("Told as", report.get_audience_display()),
        SummaryRow("Error code", code.display, code.get_absolute_url()) if code else SummaryRow("Error code", ""),
        SummaryRow("Code as typed", report.typed_code),
        SummaryRow("Service", report.service.name, report.service.get_absolute_url()) if report.service else None,
        SummaryRow("Organisation", report.organisation),
        SummaryRow("Began", report.began),
        SummaryRow("How they sign in", report.get_card_type_display()),
        SummaryRow("Software", report.software),
        SummaryRow("Computer", report.computer),
        SummaryRow("Had searched for", report.searched),
        *_came_with(report, named),
    ]
    return tuple(fact for fact in facts if fact and fact.text)


def _contact(report: Report) -> tuple[SummaryRow, ...]:
    facts = (
        SummaryRow("Name", report.name),
        SummaryRow("Email", report.email, f"mailto:{reached}" if (reached := plain_address(report.email)) else ""),
        SummaryRow("Phone", report.phone, dial_address(report.phone)),
    )
    return tuple(fact for fact in facts if fact.text)


def _screenshot(attachment: Attachment) -> Screenshot:
    if attachment.removed_at:
        note = f"Removed on {dates.day_and_clock(attachment.removed_at)}"
        return Screenshot(attachment.position, attachment.name, note, is_there=False)
    size = f"{-(-attachment.size // KB):,} KB"
    return Screenshot(attachment.position, attachment.name, size, is_there=True)


def _happened(event: Event) -> Happened:
    nobody = THE_REPORTER if event.kind in FROM_THE_REPORTER else THE_SITE
    return Happened(
        title=event.get_kind_display(),
        text=event.text,
        when=dates.day_and_clock(event.at),
        who=event.by.name if event.by else nobody,
        is_internal=event.kind == Event.Kind.NOTE,
    )


def _attempt(attempt: Attempt) -> str:
    tried = f"{dates.day_and_clock(attempt.at)}: {attempt.get_outcome_display()}."
    return " ".join(filter(None, (tried, str(attempt.reply_code or ""), attempt.reply)))


def sent(delivery: Delivery, stuck: Iterable[int]) -> Sent:
    State = Delivery.State  # noqa: N806 - a class
    is_stuck = delivery.pk in set(stuck)
    tag = "STUCK" if is_stuck else {State.SENT: "SENT"}.get(State(delivery.state), "WAITING")
    attempts = sorted(delivery.attempts.all(), key=lambda attempt: (attempt.at, attempt.pk))
    return Sent(
        pk=delivery.pk,
        purpose=PURPOSES.get(delivery.purpose, delivery.purpose.capitalize()),
        to=delivery.to or "an address that is forgotten by now",
        state=delivery.get_state_display(),
        tag=TAGS_OF_DELIVERY[tag],
        posted=dates.day_and_clock(delivery.posted_at),
        attempts=tuple(map(_attempt, attempts)),
        may_be_tried_again=delivery.state in {State.WAITING, State.FAILED} and bool(delivery.to),
    )


def _kept_until(report: Report) -> str:
    """The day on which it is emptied, as far as that is known today."""
    if report.emptied_at:
        return ""
    if report.closed_at or not settings.REPORT_TRIAGE:
        begins, days = report.closed_at or report.filed_at, settings.REPORT_KEEP_DAYS
    else:
        begins, days = report.filed_at, settings.REPORT_KEEP_UNCLOSED_DAYS
    return dates.day(begins + timedelta(days=days))


def report_page(
    report: Report,
    *,
    named: Iterable[Article],
    deliveries: list[Delivery],
    stuck: set[int],
    is_mine: bool,
    now: datetime,
) -> ReportPage:
    """Fetch the report `whole()` first."""
    delivery = standing(report, deliveries, stuck, now)
    return ReportPage(
        report=report,
        filed=dates.day_and_clock(report.filed_at),
        state="Duplicate" if report.duplicate_of else report.get_state_display(),
        tag=TAGS[report.state],
        facts=_facts(report, named),
        contact=_contact(report),
        screenshots=tuple(_screenshot(attachment) for attachment in report.attachments.all()),
        history=tuple(_happened(event) for event in reversed(report.events.all())),
        sent=tuple(sent(delivery, stuck) for delivery in deliveries),
        delivery=delivery,
        delivery_tag=TAGS_OF_DELIVERY[delivery.kind],
        duplicates=tuple(duplicate.reference for duplicate in report.duplicates.all()),
        duplicate_of=report.duplicate_of.reference if report.duplicate_of else "",
        assigned_to=report.assigned_to.name if report.assigned_to else "",
        is_mine=is_mine,
        article=SummaryRow("Article", str(report.article), report.article.get_absolute_url())
        if report.article
        else None,
        kept_until=_kept_until(report),
        article_asked=dates.day_and_clock(report.article_asked_at) if report.article_asked_at else "",
    )
