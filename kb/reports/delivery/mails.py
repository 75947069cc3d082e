"""The mails about a report, made from its row, so that they can be made again when something was removed from it. What
a person typed is marked as that, and shown as a quotation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from kb.catalogue import codes
from kb.catalogue.choices import Audience
from kb.catalogue.models import Article
from kb.lib.dates import day_and_clock
from kb.lib.email_address import NotAnEmail, email_of
from kb.outbox.message import File, Mail, is_address, one_line, plain_text, quoted
from kb.reports.delivery import receivers
from kb.reports.models import Attachment, Report

# --- What a report says, one labelled fact after the other: asks no database -----------------------------------------

# The form asks "who are you?" and is answered "I am …"; the desk reads of somebody else.
_SCALES = {
    Report.Scale.JUST_ME: "Just this person",
    Report.Scale.SEVERAL: "Several people",
    Report.Scale.EVERYONE: "Everyone there",
}


@dataclass(frozen=True)
class ReportFact:
    """`typed` is a stranger's word and is shown as a quotation, so that it cannot pass for one of ours."""

    label: str
    typed: str = ""
    ours: str = ""
    address: str = ""

    @property
    def quoted(self) -> str:
        return quoted(self.typed)

    @property
    def is_told(self) -> bool:
        return bool(self.typed.strip() or self.ours)


def full_address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _article(label: str, article: Article) -> ReportFact:
    return ReportFact(label, ours=f"{article.label} {article.title}", address=full_address(article.get_absolute_url()))


def _about_code(report: Report) -> list[ReportFact]:
    facts = [ReportFact("Code, as typed", typed=report.typed_code)]
    if code := report.code:
        ours = f"{code.display}. {code.meaning_in_short}"
        facts.insert(0, ReportFact("Error code", ours=ours, address=full_address(code.get_absolute_url())))
    return facts


def _about_the_problem(report: Report) -> list[ReportFact]:
    service = report.service.name if report.service else ""
    return [
        ReportFact("What went wrong", typed=report.text),
        *_about_code(report),
        ReportFact("Service", ours=service),
        ReportFact("Who is affected", ours=_SCALES[Report.Scale(report.scale)]),
        ReportFact("When it began", typed=report.began),
    ]


def _what_was_tried(report: Report, articles: Mapping[int, Article], matched: Article | None) -> list[ReportFact]:
    facts = [ReportFact("Searched for", typed=report.searched)]
    if report.article:
        facts.append(_article("Came from", report.article))
    if matched and matched != report.article:
        facts.append(_article("Article for this code", matched))
    tried = [articles[number] for number in report.tried_articles if number in articles]
    facts += [_article("Says to have tried the steps of", article) for article in tried]
    read = [articles[number] for number in report.read_articles if number in articles]
    opened = (article for article in read if article != report.article and article not in tried)
    return [*facts, *(_article("Had opened", article) for article in opened)]


def _about_the_person(report: Report) -> list[ReportFact]:
    is_known = report.card_type != Report.CardType.UNKNOWN
    return [
        ReportFact("Role", ours=Audience(report.audience).words.in_full),
        ReportFact("Organisation", typed=report.organisation),
        ReportFact("Name", typed=report.name),
        ReportFact("Email", typed=report.email),
        ReportFact("Phone", typed=report.phone),
        ReportFact("Card", ours=report.get_card_type_display() if is_known else "Not known"),
        ReportFact("Software", typed=report.software),
        ReportFact("Computer", typed=report.computer),
    ]


def facts_of(report: Report, articles: Sequence[Article], matched: Article | None) -> tuple[ReportFact, ...]:
    """In the order in which a desk asks. `articles`: those opened or tried; `matched`: what answers the code."""
    by_number = {article.number: article for article in articles}
    facts = [
        *_about_the_problem(report),
        *_what_was_tried(report, by_number, matched),
        *_about_the_person(report),
    ]
    return tuple(fact for fact in facts if fact.is_told)


def notes_of(report: Report) -> tuple[str, ...]:
    """What the desk must know before it reads."""
    notes = {
        "The person says that patient care is affected now.": report.is_urgent,
        f"To be checked, it may be no real report: {' '.join(report.suspicions)}": (
            report.is_urgent and report.is_suspicious
        ),
        "This person has a virtual smartcard, which the company that supplies it supports.": (
            report.card_type == Report.CardType.VIRTUAL
        ),
        "Our check found what may be a patient’s details or a passcode, and the person said that it is neither. "
        "Look before you pass it on.": report.guard_overruled,
    }
    return tuple(words for words, is_so in notes.items() if is_so)


# --- The mails -----------------------------------------------------------------------------------------------------


def plain_address(typed: str) -> str:
    """The address where mail can be sent to it; a line break in it would begin another header."""
    try:
        address = email_of(typed)
    except NotAnEmail:
        return ""
    return address if is_address(address) else ""


@dataclass(frozen=True)
class MailReport:
    """One report as a mail to the desk says it."""

    report: Report
    filed: str
    notes: tuple[str, ...]
    facts: tuple[ReportFact, ...]
    screenshots: tuple[Attachment, ...]
    address: str  # the desk's page

    @property
    def reply_to(self) -> str:
        """A reply is promised only where there is one."""
        return plain_address(self.report.email)


def _matched(report: Report) -> Article | None:
    if not report.code:
        return None
    answers = Article.objects.live().filter(code_uses__code=report.code, code_uses__answers=True)
    return answers.by_number().first()


def _told(report: Report) -> MailReport:
    named = [*report.read_articles, *report.tried_articles]
    read = Article.objects.filter(number__in=named) if named else []
    return MailReport(
        report=report,
        filed=day_and_clock(report.filed_at),
        notes=notes_of(report),
        facts=facts_of(report, list(read), _matched(report)),
        screenshots=tuple(report.attachments.filter(removed_at__isnull=True).order_by("position")),
        address=_desk_page(report),
    )


def _desk_page(report: Report) -> str:
    """Empty for a company outside, which cannot sign in."""
    if receivers.is_outside(report.sent_to):
        return ""
    return full_address(reverse("reports:detail", args=[report.reference]))


def _mail(kind: str, to: str, values: dict[str, Any]) -> Mail:
    values |= {"site": settings.SITE_NAME}
    return Mail(
        to=to,
        subject=one_line(f"reports/mail/{kind}.subject.txt", values),
        text=plain_text(f"reports/mail/{kind}.txt", values),
        html=render_to_string(f"reports/mail/{kind}.html", values),
    )


def _about(report: Report) -> str:
    """Code and service for the subject. A code that only the person knows must at least look like one."""
    typed = report.typed_code if codes.looks_like_one(report.typed_code) and not report.code else ""
    return ", ".join(part for part in (typed, _known_about(report)) if part)


def _known_about(report: Report) -> str:
    code, service = report.code, report.service
    return ", ".join(part for part in (code.display if code else "", service.name if service else "") if part)


def to_desk(report: Report) -> Mail:
    told = _told(report)
    values: dict[str, Any] = {"told": told, "about": _about(report)}
    bare = _mail("desk", report.sent_to, values | {"is_bare": bool(told.screenshots)})
    return replace(
        _mail("desk", report.sent_to, values),
        reply_to=told.reply_to,
        files=tuple(File(shot.stored, _file_name(report, shot), shot.content_type) for shot in told.screenshots),
        bare_text=bare.text,
        bare_html=bare.html,
    )


def _file_name(report: Report, shot: Attachment) -> str:
    """Ours, not the person's: it stands in the desk's mail program beside names that are believed."""
    return f"{report.reference}-{shot.position}.{shot.stored.rpartition('.')[2]}"


def addition(report: Report, text: str) -> Mail:
    """What the reporter added later, to where the report itself went."""
    added = ReportFact("Added by the person who sent it", typed=text)
    reply_to = plain_address(report.email)
    values = {"report": report, "added": added, "address": _desk_page(report), "reply_to": reply_to}
    return replace(_mail("addition", report.sent_to, values), reply_to=reply_to)


def confirmation(report: Report, now: datetime) -> Mail:
    """Holds no word that the person typed: anyone may type any address."""
    values = {
        "reference": report.reference,
        "address": full_address(report.get_absolute_url()),
        "receiver": receivers.receiver_of(report, now),
        "is_deliverable": report.is_deliverable,
    }
    return _mail("confirmation", plain_address(report.email), values)


# So many are said in full; of more, each is a few lines that say what it is and where it can be read.
MOST_IN_FULL = 50
FIRST_WORDS = 90


@dataclass(frozen=True)
class ShortReport:
    """One of many in a list: what it is about, and where it stands."""

    reference: str
    filed: str
    about: str
    first_words: str
    address: str


def _short(report: Report, about: str) -> ShortReport:
    words = " ".join(report.text.split())
    return ShortReport(
        reference=report.reference,
        filed=day_and_clock(report.filed_at),
        about=about,
        first_words=words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS]} …",
        address=_desk_page(report),
    )


def digest(reports: Sequence[Report], *, to: str) -> Mail:
    is_list = len(reports) > MOST_IN_FULL
    values = {
        "all_told": [] if is_list else [_told(report) for report in reports],
        "all_short": [_short(report, _about(report)) for report in reports] if is_list else [],
        "number": len(reports),
    }
    return _mail("digest", to, values)


def surge(reports: Sequence[Report], *, number: int, to: str) -> Mail:
    """That many urgent ones came within minutes, and which. No word that anybody typed: each follows by itself."""
    listed = [_short(report, _known_about(report)) for report in reports]
    return _mail("surge", to, {"listed": listed, "number": number, "left_out": number - len(listed)})
