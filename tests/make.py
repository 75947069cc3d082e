"""Builders: each fills only what a test does not care about; a test names every fact it checks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from kb.accounts.models import User
from kb.catalogue import actions
from kb.catalogue.codes import Family, normal
from kb.catalogue.document import ArticleDocument, StepContent, SymptomContent
from kb.catalogue.entries import CodeEntry, MeaningEntry, SnippetEntry
from kb.catalogue.glossary import WordEntry
from kb.catalogue.models import (
    Article,
    Category,
    ErrorCode,
    GlossaryEntry,
    Service,
    Shortcut,
    Snippet,
    StartQuestion,
    Vendor,
)
from kb.catalogue.shelf_entries import CategoryEntry, ServiceEntry, VendorEntry
from kb.catalogue.start import ShortcutEntry, StartAnswerEntry, StartQuestionEntry
from kb.contacts.actions import save_contact
from kb.contacts.document import ContactContent
from kb.contacts.models import LocalContact
from kb.editing.drafts import actions as drafting
from kb.editing.models import Draft
from kb.notices.actions import publish_notice
from kb.notices.document import NoticeContent
from kb.notices.models import Notice
from kb.outbox.actions import post
from kb.outbox.message import Mail
from kb.outbox.models import Delivery, Priority
from kb.reports.filing import NOBODY, ReportContent, file_report
from kb.reports.models import Report
from kb.reports.suspicion import Origin
from kb.search.answers.actions import save_answer
from kb.search.answers.document import AnswerEntry
from kb.search.models import ChosenAnswer

_numbers = count(1)


# Characters that no public text may hold; whoever makes up texts leaves them out.
TURNING = "".join(map(chr, (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070))))


def email_of(length: int) -> str:
    """An address of so many characters (130 or more) in which no part is longer than it may be."""
    domain = ("a" * 62 + ".") * length
    return f"{'a' * 64}@{domain[: length - 66]}a"


def make_service(slug: str = "identity-agent", **facts: Any) -> Service:
    entry = ServiceEntry(**{"slug": slug, "name": slug.replace("-", " "), "summary": "A service.", **facts})
    return actions.save_service(entry=entry, by=None)


def make_category(slug: str = "signing-in", **facts: Any) -> Category:
    entry = CategoryEntry(**{"slug": slug, "name": slug.replace("-", " "), "summary": "A shelf.", **facts})
    return actions.save_category(entry=entry, by=None)


def make_vendor(slug: str = "isosec", **facts: Any) -> Vendor:
    given = {"slug": slug, "name": slug.title(), "product": "Virtual card", "summary": "Not supported here.", **facts}
    return actions.save_vendor(entry=VendorEntry(**given), by=None)


def code_entry_of(code: str = "ERR5022", **facts: Any) -> CodeEntry:
    """With one meaning, made of `meaning` and `where`, unless the facts name its `meanings`."""
    kind = "EXACT"
    try:
        Family.parse(code)
        kind = "FAMILY"
    except ValueError:
        pass
    meaning = MeaningEntry(facts.pop("meaning", "What it means."), facts.pop("where", ""))
    return CodeEntry(**{"code": code, "kind": kind, "meanings": (meaning,), **facts})


def make_meaning(key: str, where: str, spellings: Sequence[str] = (), **facts: Any) -> MeaningEntry:
    """One of several of a code."""
    return MeaningEntry(
        **{"words": f"What it means in {where}.", "where": where, "key": key, **facts}, spellings=tuple(spellings)
    )


def make_code(code: str = "ERR5022", **facts: Any) -> ErrorCode:
    return actions.save_code(entry=code_entry_of(code, **facts), by=None)


def make_snippet(slug: str = "general-checks", **facts: Any) -> Snippet:
    given = {"slug": slug, "title": slug.replace("-", " ").capitalize(), "kind": "STEP", "body": "Look.", **facts}
    return actions.save_snippet(entry=SnippetEntry(**given), by=None)


def make_document(**facts: Any) -> ArticleDocument:
    """A document that can be published once its category, services, codes and snippets are there."""
    number = next(_numbers)
    given: dict[str, Any] = {
        "title": f"Card not read {number}",
        "slug": f"card-not-read-{number}",
        "summary": "The computer does not read the card.",
        "category": "signing-in",
        "symptoms": (SymptomContent("SIGN", "Nothing happens."),),
        "steps": (StepContent("USER", title="Take the card out", body="Put it back in."),),
        **facts,
    }
    return ArticleDocument(**given)


def make_article(**facts: Any) -> Article:
    """A live article, and whatever it names that is not there yet."""
    document = make_document(**facts)
    if not Category.objects.filter(slug=document.category).exists():
        make_category(document.category)
    for slug in document.services:
        if not Service.objects.filter(slug=slug).exists():
            make_service(slug)
    for code in (*document.codes, *document.mentions):
        if not ErrorCode.objects.filter(normal=normal(code)).exists():
            make_code(code)
    for slug in document.snippets:
        if not Snippet.objects.filter(slug=slug).exists():
            make_snippet(slug)
    return actions.put_live(document, actions.Publication(by=None))


def make_shortcut(label: str = "My card is locked", *, article: Article, **facts: Any) -> Shortcut:
    return actions.save_shortcut(entry=ShortcutEntry(**{"label": label, "article": article.slug, **facts}), by=None)


def make_answer(slug: str, phrase: str, leads_to: str, which: str = "", position: int | None = None) -> ChosenAnswer:
    """After those that are there."""
    position = ChosenAnswer.objects.count() + 1 if position is None else position
    return save_answer(entry=AnswerEntry(slug, phrase, leads_to, which, position), by=None)


def make_word(word: str = "RA", **facts: Any) -> GlossaryEntry:
    given = {"slug": word.lower(), "word": word, "meaning": f"What {word} means.", **facts}
    return actions.save_word(entry=WordEntry(**given), by=None)


def question_entry_of(slug: str = "where-did-it-stop", *ways: dict[str, str], **facts: Any) -> StartQuestionEntry:
    """With an answer for each way, and a last one that leads to who can help."""
    answers = [StartAnswerEntry(**{"text": f"Answer {n}", **way}) for n, way in enumerate(ways, 1)]
    last = StartAnswerEntry("None of these", page="who-can-help")
    title = f"{slug.replace('-', ' ').capitalize()}?"
    return StartQuestionEntry(**{"slug": slug, "title": title, "answers": (*answers, last), **facts})


def make_question(slug: str = "where-did-it-stop", *ways: dict[str, str], **facts: Any) -> StartQuestion:
    return actions.save_start_question(entry=question_entry_of(slug, *ways, **facts), by=None)


def make_notice(slug: str = "sign-in-slow", **facts: Any) -> Notice:
    """A live issue that began long ago and has no end."""
    given = {
        "slug": slug,
        "title": slug.replace("-", " ").capitalize(),
        "kind": "LIVE",
        "severity": "HIGH",
        "summary": "It takes several minutes.",
        "starts_at": "2020-01-01",
        **facts,
    }
    return publish_notice(content=NoticeContent.from_dict(given), by=None)


def make_contact(organisation: str = "Harbour Hospital", **facts: Any) -> LocalContact:
    given = {"kind": "IT", "organisation": organisation, "phone": "01632 960445", **facts}
    return save_contact(content=ContactContent.from_dict(given), by=None)


def make_report(
    *, now: datetime | None = None, suspicions: Sequence[str] = (), origin: Origin = NOBODY, **told: Any
) -> Report:
    """Filed as the form files it; `told` are the fields of ReportContent."""
    given = {"text": "The card is not read.", "scale": "JUST_ME", **told}
    return file_report(told=ReportContent(**given), suspicions=suspicions, origin=origin, now=now)


def make_mail(to: str = "desk@example.org", **facts: Any) -> Mail:
    return Mail(**{"to": to, "subject": "Report K7MW2QXR", "text": "The reader is dark.\n", **facts})


def make_delivery(
    *, key: str = "K7MW2QXR", purpose: str = "desk", priority: Priority = Priority.ORDINARY, **facts: Any
) -> Delivery:
    return post(mail=make_mail(**facts), room="reports", key=key, purpose=purpose, priority=priority)


def make_draft(*, by: User, article: Article | None = None, **facts: Any) -> Draft:
    """Of the article, with `facts` changed in it; or of a new one that could be published."""
    if article is None:
        if not Category.objects.filter(slug=facts.get("category", "signing-in")).exists():
            make_category(facts.get("category", "signing-in"))
        return drafting.begin(by=by, document=make_document(**facts))
    draft = drafting.begin(by=by, article=article)
    if facts:
        document = replace(drafting.latest(draft).document, **facts)
        drafting.save(draft=draft, document=document, base_revision=draft.number, by=by)
    return draft
