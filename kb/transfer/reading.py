"""What the database has of each kind of thing that travels, and what a file says of it where that is something else."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils import timezone

from kb.catalogue import reading as catalogue
from kb.catalogue.document import ArticleDocument
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
from kb.catalogue.stopped import without_stopped
from kb.contacts.document import ConfirmedContact, DeskContent
from kb.contacts.models import DefaultContact, LocalContact, Organisation
from kb.notices.document import NoticeContent
from kb.notices.models import Notice, NoticeTemplate
from kb.search.answers import reading as chosen_answers
from kb.search.synonyms import Synonym, entry_of
from kb.transfer.inside import Elsewhere
from kb.transfer.items import Portable, StoredItem


def _stored(content: Any, row: Any, elsewhere: Any) -> StoredItem:  # noqa: ANN401 - whatever travels
    return StoredItem(content, row, elsewhere=None if elsewhere == content else elsewhere)


def shelf(table: type[Service | Category | Vendor], entry: Callable[[Any], Portable]) -> Callable[[], list[StoredItem]]:
    return lambda: [StoredItem(entry(row), row) for row in table.objects.in_order()]


def codes() -> list[StoredItem]:
    rows = ErrorCode.objects.whole().order_by("position", "normal")
    return [StoredItem(catalogue.code_entry(row), row) for row in rows]


def snippets() -> list[StoredItem]:
    known = Elsewhere()
    rows = [(catalogue.snippet_entry(row), row) for row in Snippet.objects.order_by("slug")]
    return [_stored(entry, row, replace(entry, body=known.text(entry.body))) for entry, row in rows]


def articles() -> list[StoredItem]:
    known = Elsewhere()
    return [_article(row, known) for row in Article.objects.with_parts().by_number()]


def _article(row: Article, known: Elsewhere) -> StoredItem:
    """A step that is stopped goes into no file. A file without it says the same as the article: it takes none out."""
    whole = catalogue.document_of(row)
    taken = _with_live_links(without_stopped(whole, row), known)
    is_withdrawn = row.withdrawn_at is not None
    return StoredItem(whole, row, is_withdrawn=is_withdrawn, elsewhere=None if taken == whole else taken)


def _with_live_links(document: ArticleDocument, known: Elsewhere) -> ArticleDocument:
    related = dict.fromkeys(slug for one in document.related if (slug := known.article(one)) not in {"", document.slug})
    if not any("](" in text for _, _, text in document.marked_texts()):
        return document if tuple(related) == document.related else replace(document, related=tuple(related))
    return replace(
        document,
        related=tuple(related),
        symptoms=tuple(replace(one, text=known.text(one.text)) for one in document.symptoms),
        steps=tuple(
            replace(
                step,
                body=known.text(step.body),
                expected=known.text(step.expected),
                applies_to=known.text(step.applies_to),
            )
            for step in document.steps
        ),
        causes=tuple(map(known.text, document.causes)),
        background=known.text(document.background),
    )


def shortcuts() -> list[StoredItem]:
    rows = Shortcut.objects.select_related("article", "question").order_by("position", "pk")
    return [StoredItem(catalogue.shortcut_entry(row), row) for row in rows]


def words() -> list[StoredItem]:
    known = Elsewhere()
    rows = [(catalogue.word_entry(row), row) for row in GlossaryEntry.objects.in_order()]
    return [_stored(entry, row, _with_live_page(entry, known)) for entry, row in rows]


def _with_live_page(entry: WordEntry, known: Elsewhere) -> WordEntry:
    """Elsewhere only the addresses of today lead somewhere, and those of live articles."""
    path = entry.more.partition("#")[0].partition("?")[0]
    found = known.path(path) if path else ""
    return replace(entry, more=f"{found}{entry.more[len(path) :]}" if found else "")


def start_questions() -> list[StoredItem]:
    now, known = timezone.now(), Elsewhere()
    rows = [(catalogue.start_entry(row, now), row) for row in StartQuestion.objects.whole()]
    return [_stored(entry, row, replace(entry, hint=known.text(entry.hint))) for entry, row in rows]


def synonyms() -> list[StoredItem]:
    return [StoredItem(entry_of(row), row) for row in Synonym.objects.order_by("position", "pk")]


def answers() -> list[StoredItem]:
    now = timezone.now()
    return [StoredItem(chosen_answers.entry_of(row, now), row) for row in chosen_answers.in_order()]


def desks() -> list[StoredItem]:
    rows = DefaultContact.objects.order_by("kind")
    return [StoredItem(DeskContent.of(row.content, row.confirmed_at), row) for row in rows]


def contacts() -> list[StoredItem]:
    rows = LocalContact.objects.order_by("pk")
    return [StoredItem(ConfirmedContact.of(row.content, row.confirmed_at), row) for row in rows]


def organisations() -> list[StoredItem]:
    return [StoredItem(row.content, row) for row in Organisation.objects.in_order()]


def notice_templates() -> list[StoredItem]:
    return [StoredItem(row.content, row) for row in NoticeTemplate.objects.with_parts().in_order()]


def notices() -> list[StoredItem]:
    rows, known = Notice.objects.with_parts().order_by("slug"), Elsewhere()
    return [_stored(content := row.content, row, _with_live_articles(content, known)) for row in rows]


def _with_live_articles(content: NoticeContent, known: Elsewhere) -> NoticeContent:
    """One that was merged into another is named as that."""
    named = {known.article(slug) for slug in content.articles} - {""}
    updates = tuple(replace(update, text=known.text(update.text)) for update in content.updates)
    return replace(content, articles=tuple(sorted(named)), body=known.text(content.body), updates=updates)
