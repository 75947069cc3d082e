"""From rows to their portable forms."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from kb.catalogue import codes, document, fields
from kb.catalogue.contents import AnsweredMeaning
from kb.catalogue.entries import CodeEntry, MeaningEntry, SnippetEntry
from kb.catalogue.glossary import WordEntry
from kb.catalogue.models import (
    Article,
    Category,
    CodeKey,
    ErrorCode,
    GlossaryEntry,
    Service,
    Shortcut,
    Snippet,
    StartAnswer,
    StartQuestion,
    Step,
    Vendor,
)
from kb.catalogue.models.article import MOST_REPLACEMENTS
from kb.catalogue.shelf_entries import CategoryEntry, ServiceEntry, VendorEntry
from kb.catalogue.start import ShortcutEntry, StartAnswerEntry, StartQuestionEntry
from kb.lib.portable import in_form


def document_of(article: Article) -> document.ArticleDocument:
    """The article as a document; fetch it `with_parts()` first, or each part costs a query."""
    return replace(
        guidance_of(article),
        symptoms=tuple(in_form(document.SymptomContent, symptom) for symptom in article.symptoms.all()),
        causes=tuple(cause.text for cause in article.causes.all()),
        sources=tuple(in_form(document.SourceContent, source) for source in article.sources.all()),
    )


def guidance_of(article: Article) -> document.ArticleDocument:
    """Without signs, causes and sources: for whoever shows what to do. Fetch it `with_guidance()`."""
    uses = list(article.code_uses.all())
    displays = {codes.normal(use.code.display): use.code.display for use in uses}
    columns = {name: getattr(article, name) for name in fields.COLUMNS}
    plain: dict[str, Any] = {name: tuple(held) if isinstance(held, list) else held for name, held in columns.items()}
    return document.ArticleDocument(
        **plain,
        category=article.category.slug,
        services=tuple(use.service.slug for use in article.service_uses.all()),
        reference=article.reference or "",
        vendor=article.vendor.slug if article.vendor else "",
        codes=tuple(use.code.display for use in uses if use.answers),
        mentions=tuple(use.code.display for use in uses if not use.answers),
        meanings=tuple(
            AnsweredMeaning(use.code.display, use.meaning.key, use.meaning_more) for use in uses if use.meaning
        ),
        review_due=article.review_due_on,
        more=article.more,
        steps=tuple(_step(step, displays) for step in article.steps.all()),
    )


def _step(step: Step, displays: Mapping[str, str]) -> document.StepContent:
    """`displays` are the article's codes, by their keys, as they are displayed today."""
    return in_form(
        document.StepContent,
        step,
        snippet=step.snippet.slug if step.snippet else "",
        codes=tuple(displays.get(codes.normal(text), text) for text in step.codes),
    )


def service_entry(row: Service) -> ServiceEntry:
    return in_form(ServiceEntry, row, addresses=tuple(row.addresses.split()))


def category_entry(row: Category) -> CategoryEntry:
    return in_form(CategoryEntry, row, addresses=tuple(row.addresses.split()))


def vendor_entry(row: Vendor) -> VendorEntry:
    return in_form(VendorEntry, row, tell=tuple(row.tell), addresses=tuple(row.addresses.split()))


def code_entry(row: ErrorCode) -> CodeEntry:
    """Fetch the code `whole()` first."""
    meanings = list(row.meanings.all())
    chosen = {meaning.pk for meaning in meanings} if len(meanings) > 1 else set()
    by_meaning: dict[int | None, list[CodeKey]] = {}
    for key in row.spellings:
        by_meaning.setdefault(key.meaning_id if key.meaning_id in chosen else None, []).append(key)

    def texts(meaning: int | None, *, shown: bool) -> tuple[str, ...]:
        return tuple(key.text for key in by_meaning.get(meaning, ()) if key.shown is shown)

    return in_form(
        CodeEntry,
        row,
        code=row.display,
        meanings=tuple(
            in_form(
                MeaningEntry,
                meaning,
                spellings=texts(meaning.pk, shown=True),
                search_spellings=texts(meaning.pk, shown=False),
            )
            for meaning in meanings
        ),
        family=row.family.display if row.family else "",
        spellings=texts(None, shown=True),
        search_spellings=texts(None, shown=False),
    )


def snippet_entry(row: Snippet) -> SnippetEntry:
    return in_form(SnippetEntry, row, sources=tuple(document.source_from(values) for values in row.sources))


def shortcut_entry(row: Shortcut) -> ShortcutEntry:
    article, question = (one.slug if one else "" for one in (row.article, row.question))
    return ShortcutEntry(row.label, article, row.position, question)


def word_entry(row: GlossaryEntry) -> WordEntry:
    return in_form(WordEntry, row, spellings=tuple(row.spellings))


def words() -> list[WordEntry]:
    """All of them, in the order of the file. A few dozen: one query."""
    return [word_entry(row) for row in GlossaryEntry.objects.in_order()]


def start_entry(row: StartQuestion, at: datetime) -> StartQuestionEntry:
    """As it leads at that time: what is gone is never named. Fetch the question `whole()` first."""
    return in_form(
        StartQuestionEntry,
        row,
        vague_words=tuple(row.vague_words),
        answers=tuple(_start_answer(answer, at) for answer in row.answers.all()),
    )


def _start_answer(answer: StartAnswer, at: datetime) -> StartAnswerEntry:
    article, ways = answer.live_article(at), (answer.leads_to, answer.vendor)
    question, vendor = (row.slug if row else "" for row in ways)
    slug = article.slug if article else ""
    return StartAnswerEntry(answer.text, answer.hint, question, slug, vendor, answer.page_at(at))


def replaced_by(article: Article) -> list[Article]:
    """What it is read in place of: those that were withdrawn for it, and those that these had replaced."""
    found: list[Article] = []
    level = [article]
    for _ in range(MOST_REPLACEMENTS):
        known = {one.pk for one in (article, *found)}
        level = list(Article.objects.filter(replacement__in=level).exclude(pk__in=known).by_number())
        if not level:
            break
        found += level
    return found
