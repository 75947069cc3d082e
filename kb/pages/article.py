"""An article page in words: live, one of its versions, the answer on a code page, or a draft nobody else can read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from kb.catalogue.call_numbers import CallNumberKind
from kb.catalogue.choices import AUDIENCES, Confidence
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article
from kb.catalogue.stopped import is_stopped
from kb.contacts.presenters import ContactCard
from kb.lib import dates, markdown
from kb.notices.presenters import ConcernedByNotices, NoticeView
from kb.pages.audience import (
    AudienceChoice,
    OtherSteps,
    audience_choices,
    is_for,
    nothing_for_user,
    other_steps,
    reader_of,
    steps_for,
)
from kb.pages.call import FirstCall, first_call
from kb.pages.parts import (
    ArticleContext,
    Chips,
    NoteView,
    PageLink,
    StepList,
    chip,
    message_to_send,
    report_address,
    source_line,
    step_list,
    what_to_try,
)
from kb.pages.read_out import ReadOut, read_out
from kb.pages.seen import Seen, seen_of
from kb.pages.team import Team, article_team

TOLD_BEFORE = timedelta(days=14)
UNCHECKED = "Nobody here has checked these steps yet"


@dataclass(frozen=True)
class Identity:
    """What is not in the document: number, addresses and review."""

    label: str
    number: str
    address: str
    canonical: str
    permanent: str
    version: int
    category: PageLink
    reviewed: str
    is_draft: bool = False
    ends: str = ""


@dataclass(frozen=True, kw_only=True)
class ArticlePage(ConcernedByNotices, Identity):
    """Everything templates/components/article/answer.html and article.html say."""

    title: str
    summary: str
    chips: Chips
    mentions: Chips
    services: tuple[PageLink, ...]
    is_stub: bool
    stub_words: str
    help_page: str
    safety: NoteView | None
    notices: tuple[NoticeView, ...]
    virtual_cards: tuple[PageLink, ...]
    vendor: PageLink | None
    seen: Seen
    audience: str
    reader: str
    is_for: str
    have_ready: str
    call: FirstCall | None
    showing: str
    is_remembered: bool
    choices: tuple[AudienceChoice, ...]
    questions: tuple[str, ...]
    steps: StepList
    others: tuple[OtherSteps, ...]
    nothing_for_user: str
    warns_unverified: bool
    contacts: tuple[ContactCard, ...]
    team: Team
    unknown_contact: NoteView | None
    reminder: PageLink | None
    message: str
    report: str
    causes: tuple[str, ...]
    background: SafeString
    related: tuple[PageLink, ...]
    sources: tuple[PageLink, ...]
    printed: str
    read_out: ReadOut | None

    @property
    def is_unchecked(self) -> bool:
        return self.reviewed == UNCHECKED


def _stub_words(document: ArticleDocument) -> str:
    codes = " or ".join(document.codes)
    return f"We have no recorded fix for {codes} yet." if codes else "We have no recorded fix for this problem yet."


def _reviewed(article: Article, version: int) -> str:
    """What the foot says of it, in a sentence. Whoever approved the words need not have tried the steps."""
    if version != article.version:
        return "Not the current version"
    if not article.reviewed_on:
        return UNCHECKED
    by = f"by {article.reviewed_by.name} on" if article.reviewed_by else "on"
    when = f"{by} {dates.day(article.reviewed_on)}"
    if article.confidence == Confidence.STUB:
        return f"Approved {when}"
    if article.confidence == Confidence.UNVERIFIED:
        return f"Approved {when}; nobody here has tried these steps yet"
    with_what = f", with {article.verified_with}" if article.verified_with else ""
    return f"Checked {when}{with_what}"


def _ends(article: Article, now: datetime) -> str:
    """When it leaves the public, if that is soon. Told by the day, which is part of every page's ETag."""
    if not article.expires_at:
        return ""
    days = dates.in_london(article.expires_at).date() - dates.in_london(now).date()
    return dates.day_and_clock(article.expires_at) if days <= TOLD_BEFORE else ""


def _identity(article: Article, version: int, now: datetime) -> Identity:
    return Identity(
        label=article.label,
        number=str(article.number),
        address=article.get_absolute_url(),
        canonical=f"{settings.SITE_URL}{article.get_absolute_url()}",
        permanent=reverse("browse:version", args=[article.slug, version]),
        version=version,
        category=PageLink(article.category.name, article.category.get_absolute_url()),
        reviewed=_reviewed(article, version),
        ends=_ends(article, now),
    )


def _words(document: ArticleDocument) -> dict[str, Any]:
    """What the document says, whoever reads it."""
    return {
        "title": document.title,
        "summary": document.summary,
        "reader": reader_of(document),
        "is_for": is_for(document),
        "have_ready": document.have_ready,
        "is_stub": document.confidence == "STUB",
        "stub_words": _stub_words(document),
        "seen": seen_of(document),
        "causes": tuple(markdown.to_inline(cause) for cause in document.causes),
        "background": markdown.to_html(document.background, headings_from=1),
        "sources": tuple(source_line(source) for source in document.sources),
    }


def _links(document: ArticleDocument, context: ArticleContext) -> dict[str, Any]:
    """What the document leads to."""
    services = [context.services[slug] for slug in document.services if slug in context.services]
    vendors = [PageLink(vendor.name, vendor.get_absolute_url()) for vendor in context.vendors]
    own = [link for link, vendor in zip(vendors, context.vendors, strict=True) if vendor.slug == document.vendor]
    return {
        "chips": Chips(chip(context.codes[code]) for code in document.codes if code in context.codes),
        "mentions": Chips(chip(context.codes[code]) for code in document.mentions if code in context.codes),
        "services": tuple(PageLink(service.name, service.get_absolute_url()) for service in services),
        "virtual_cards": tuple(vendors) if document.virtual_cards else (),
        "vendor": own[0] if own else None,
        "related": tuple(PageLink(other.title, other.get_absolute_url()) for other in context.related),
    }


def _steps(
    document: ArticleDocument,
    context: ArticleContext,
    contacts: tuple[ContactCard, ...],
    *,
    at: str,
    audience: str,
    kept: str,
) -> dict[str, Any]:
    """Whose steps are shown at this address, and the way to the others."""
    mine = steps_for(document, context, AUDIENCES[audience])
    others = [card for card in contacts if card.kind != AUDIENCES[audience].value]
    steps = step_list(mine, context.snippets, context.codes, others, context.words)
    # With the call stopped, what comes next is no call.
    begins_with_call = document.call_first and not (mine and is_stopped(mine[0]))
    return {
        "audience": audience,
        "showing": AUDIENCES[audience].label,
        "is_remembered": audience == kept,
        "choices": audience_choices(at, audience, kept, reader_of(document)),
        # For whoever helps; the person in trouble has nobody to ask.
        "questions": document.questions if audience != "user" else (),
        "steps": steps,
        "call": first_call(steps, contacts) if begins_with_call and audience == "user" else None,
        "others": other_steps(document, context, at, audience),
        "nothing_for_user": nothing_for_user(document) if audience == "user" else "",
        # A stub has no steps of its own, and says above its general checks what they are.
        "warns_unverified": audience != "user" and document.confidence == Confidence.UNVERIFIED,
    }


def _report(number: str, document: ArticleDocument, audience: str) -> str:
    """The form with what this page already says; of several services or codes, only the person knows which."""
    return report_address(
        article=number,
        code=document.codes[0] if len(document.codes) == 1 else "",
        service=document.services[0] if len(document.services) == 1 else "",
        **({"for": audience} if audience != "user" else {}),
    )


def _read_out(identity: Identity, audience: str, steps: StepList) -> ReadOut | None:
    number = int(identity.number)
    return read_out(CallNumberKind.ARTICLE, number, version=identity.version, audience=audience, steps=steps)


def page_of(
    identity: Identity,
    document: ArticleDocument,
    context: ArticleContext,
    *,
    at: str,
    audience: str,
    kept: str,
    now: datetime,
) -> ArticlePage:
    """The page of a document, shown at the address `at`. `kept` is the role of the cookie.

    No `audience`: that of whoever it was written for.
    """
    audience = audience or reader_of(document)
    contacts = context.contacts
    tried = what_to_try(document.steps, context.snippets)
    shown = _steps(document, context, contacts, at=at, audience=audience, kept=kept)
    return ArticlePage(
        **vars(identity),
        **_words(document),
        **_links(document, context),
        **shown,
        **context.advice.notes,
        help_page=settings.HELP_PAGE_URL,
        notices=context.notices,
        contacts=contacts,
        team=article_team(document, context, contacts, audience),
        message=message_to_send(document, tried, label=identity.label, address=identity.canonical, at=contacts[0].at),
        reminder=PageLink(document.reminder, f"{identity.address}reminder/") if document.reminder else None,
        report=_report(identity.number, document, audience),
        printed=dates.day(now),
        read_out=None if identity.is_draft else _read_out(identity, audience, shown["steps"]),
    )


def article_page(
    article: Article,
    document: ArticleDocument,
    context: ArticleContext,
    *,
    audience: str,
    kept: str,
    version: int,
    is_permanent: bool,
    now: datetime,
) -> ArticlePage:
    """The page of a published document; a permanent page is that of one version."""
    identity = _identity(article, version, now)
    at = identity.permanent if is_permanent else identity.address
    return page_of(identity, document, context, at=at, audience=audience, kept=kept, now=now)
