"""Saving what stands around the articles; whatever shows the thing saved is told that it has changed."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Model

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue import fields, reading, signals
from kb.catalogue.actions.changes import changes, written_out
from kb.catalogue.actions.publishing import NotPublishable, raise_edition
from kb.catalogue.actions.references import GONE
from kb.catalogue.contents import written
from kb.catalogue.entries import PortableEntry, SnippetEntry
from kb.catalogue.erased_words import erased_problems
from kb.catalogue.glossary import WordEntry
from kb.catalogue.models import (
    Article,
    Category,
    GlossaryEntry,
    Image,
    Service,
    Shortcut,
    Snippet,
    StartQuestion,
    Vendor,
)
from kb.catalogue.shelf_entries import CategoryEntry, ServiceEntry, VendorEntry
from kb.catalogue.start import ShortcutEntry
from kb.lib import markdown
from kb.lib.portable import Problem

type _ShelfEntry = ServiceEntry | CategoryEntry | VendorEntry

_SHELVES: dict[type[Model], Callable[[Any], _ShelfEntry]] = {
    Service: reading.service_entry,
    Category: reading.category_entry,
    Vendor: reading.vendor_entry,
}
_ENTRIES: dict[type[Model], Callable[[Any], PortableEntry]] = {
    **_SHELVES,
    Snippet: reading.snippet_entry,
    Shortcut: reading.shortcut_entry,
    GlossaryEntry: reading.word_entry,
}


def begin(entry: PortableEntry) -> None:
    raise_edition()
    if problems := [*entry.problems(), *erased_problems(entry)]:
        raise NotPublishable(problems)


def finish(
    row: Model, *, by: User | None, kind: str, shown_in: Iterable[Article], detail: dict[str, Any] | None = None
) -> None:
    audit.record(by=by, verb=f"saved {kind}", subject=str(row), detail=detail)
    for article in shown_in:
        signals.article_changed.send(sender=Article, article=article)


def entry_of(row: Model) -> dict[str, Any]:
    """What a row says, for an audit entry."""
    return written_out(_ENTRIES[type(row)](row))


def _kept_addresses(model: type[Service | Category | Vendor], own: Any, entry: _ShelfEntry) -> str:  # noqa: ANN401 - a row
    """With all that it had before, so that each goes on leading there. What leads to another is refused."""
    if taken := model.objects.at(entry.slug, *entry.addresses).exclude(pk=own.pk if own else 0).first():
        name = "addresses" if entry.addresses else "slug"
        raise NotPublishable([Problem(name, f"This address leads to “{taken}”. Choose another.")])
    before = own.addresses.split() if own else []
    every = [*(one for one in before if one not in entry.addresses), *dict.fromkeys(entry.addresses)]
    return f" {' '.join(every)} " if every else ""


def _save_shelf[Shelf: (Service, Category, Vendor)](
    model: type[Shelf], entry: _ShelfEntry, *, by: User | None, imported: str | None, kind: str
) -> Shelf:
    begin(entry)
    values = asdict(entry)
    slug = values.pop("slug")
    if imported is not None:
        values["imported"] = imported
    own = model.objects.filter(slug=slug).first()
    values["addresses"] = _kept_addresses(model, own, entry)
    before = _SHELVES[model](own) if own else None
    row, _ = model.objects.update_or_create(slug=slug, defaults=values)
    detail = {"slug": slug, **changes(before, entry)}
    finish(row, by=by, kind=kind, shown_in=row.articles.all(), detail=detail)
    return row


@transaction.atomic
def save_service(*, entry: ServiceEntry, by: User | None, imported: str | None = None) -> Service:
    return _save_shelf(Service, entry, by=by, imported=imported, kind="service")


@transaction.atomic
def save_category(*, entry: CategoryEntry, by: User | None, imported: str | None = None) -> Category:
    return _save_shelf(Category, entry, by=by, imported=imported, kind="category")


@transaction.atomic
def save_vendor(*, entry: VendorEntry, by: User | None, imported: str | None = None) -> Vendor:
    return _save_shelf(Vendor, entry, by=by, imported=imported, kind="vendor")


def _images_of(entry: SnippetEntry) -> list[Image]:
    names = set(markdown.pictures_in(entry.body))
    images = list(Image.objects.named(names))
    if len(images) < len(names):
        raise NotPublishable([Problem("body", GONE)])
    return images


@transaction.atomic
def save_snippet(*, entry: SnippetEntry, by: User | None, imported: str | None = None) -> Snippet:
    begin(entry)
    images = _images_of(entry)
    values = {
        "title": entry.title,
        "kind": entry.kind,
        "body": entry.body,
        "site_advice": entry.site_advice,
        "sources": [written(fields.of("sources").parts, source) for source in entry.sources],
    }
    if imported is not None:
        values["imported"] = imported
    own = Snippet.objects.filter(slug=entry.slug).first()
    before = reading.snippet_entry(own) if own else None
    row, _ = Snippet.objects.update_or_create(slug=entry.slug, defaults=values)
    row.images.set(images)
    detail = {"slug": entry.slug, **changes(before, entry)}
    finish(row, by=by, kind="snippet", shown_in=Article.objects.filter(steps__snippet=row).distinct(), detail=detail)
    return row


@transaction.atomic
def save_shortcut(*, entry: ShortcutEntry, by: User | None, imported: str | None = None) -> Shortcut:
    begin(entry)
    article = Article.objects.filter(slug=entry.article).first() if entry.article else None
    if entry.article and article is None:
        raise NotPublishable([Problem("article", f"There is no article '{entry.article}'.")])
    question = StartQuestion.objects.filter(slug=entry.question).first() if entry.question else None
    if entry.question and question is None:
        raise NotPublishable([Problem("question", f"There is no question '{entry.question}'.")])
    values: dict[str, object] = {"article": article, "question": question, "position": entry.position}
    if imported is not None:
        values["imported"] = imported
    own = Shortcut.objects.filter(label=entry.label).select_related("article", "question").first()
    before = reading.shortcut_entry(own) if own else None
    row, _ = Shortcut.objects.update_or_create(label=entry.label, defaults=values)
    audit.record(by=by, verb="saved common problem", subject=entry.label, detail=changes(before, entry))
    return row


@transaction.atomic
def save_word(*, entry: WordEntry, by: User | None, imported: str | None = None) -> GlossaryEntry:
    begin(entry)
    values = asdict(entry)
    slug = values.pop("slug")
    if imported is not None:
        values["imported"] = imported
    own = GlossaryEntry.objects.filter(slug=slug).first()
    before = reading.word_entry(own) if own else None
    row, _ = GlossaryEntry.objects.update_or_create(slug=slug, defaults=values)
    finish(row, by=by, kind="word", shown_in=(), detail={"slug": slug, **changes(before, entry)})
    return row
