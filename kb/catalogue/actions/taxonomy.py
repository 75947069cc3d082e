"""Saving what stands around the articles; whatever shows the thing saved is told that it has changed."""

from collections.abc import Iterable
from dataclasses import asdict

from django.db import transaction
from django.db.models import Model

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue import codes, signals
from kb.catalogue.actions.publishing import NotPublishable, raise_edition
from kb.catalogue.actions.references import GONE
from kb.catalogue.entries import CategoryEntry, CodeEntry, ServiceEntry, ShortcutEntry, SnippetEntry, VendorEntry
from kb.catalogue.models import Article, Category, ErrorCode, Image, Service, Shortcut, Snippet, Spelling, Vendor
from kb.lib import markdown
from kb.lib.portable import Problem

type _ShelfEntry = ServiceEntry | CategoryEntry | VendorEntry


def _begin(entry: _ShelfEntry | CodeEntry | SnippetEntry | ShortcutEntry) -> None:
    raise_edition()
    if problems := list(entry.problems()):
        raise NotPublishable(problems)


def _finish(row: Model, *, by: User | None, kind: str, shown_in: Iterable[Article]) -> None:
    audit.record(by=by, verb=f"saved {kind}", subject=str(row))
    for article in shown_in:
        signals.article_changed.send(sender=Article, article=article)


def _save_shelf[Shelf: (Service, Category, Vendor)](
    model: type[Shelf], entry: _ShelfEntry, *, by: User | None, imported: str | None, kind: str
) -> Shelf:
    _begin(entry)
    values = asdict(entry)
    slug = values.pop("slug")
    if imported is not None:
        values["imported"] = imported
    row, _ = model.objects.update_or_create(slug=slug, defaults=values)
    _finish(row, by=by, kind=kind, shown_in=row.articles.all())
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
    _begin(entry)
    images = _images_of(entry)
    values = {
        "title": entry.title,
        "kind": entry.kind,
        "body": entry.body,
        "site_advice": entry.site_advice,
        "sources": [
            {**asdict(source), "dated": source.dated.isoformat() if source.dated else None} for source in entry.sources
        ],
    }
    if imported is not None:
        values["imported"] = imported
    row, _ = Snippet.objects.update_or_create(slug=entry.slug, defaults=values)
    row.images.set(images)
    _finish(row, by=by, kind="snippet", shown_in=Article.objects.filter(steps__snippet=row).distinct())
    return row


def _taken(entry: CodeEntry, own: ErrorCode | None) -> list[Problem]:
    """A key belongs to one code only, whether as its display or as a spelling."""
    texts = {codes.normal(text): text for text in (entry.code, *entry.spellings, *entry.search_spellings)}
    pk = own.pk if own else 0
    displays = ErrorCode.objects.exclude(pk=pk).filter(normal__in=texts).values_list("normal", "display")
    spellings = Spelling.objects.exclude(code=pk).filter(normal__in=texts).values_list("normal", "code__display")
    return [
        Problem("code", f"'{texts[key]}' is already the code {owner}, or a spelling of it.")
        for key, owner in (*displays, *spellings)
    ]


@transaction.atomic
def save_code(*, entry: CodeEntry, by: User | None, imported: str | None = None) -> ErrorCode:
    """Create or change the code with this key; its spellings are replaced."""
    _begin(entry)
    key = codes.normal(entry.code)
    own = ErrorCode.objects.filter(normal=key).first()
    if problems := _taken(entry, own):
        raise NotPublishable(problems)
    values = {
        "display": entry.code,
        "kind": entry.kind,
        "folded": codes.folded(entry.code),
        "bare": codes.bare(entry.code),
        "meaning": entry.meaning,
        "where": entry.where,
        "position": entry.position,
    }
    if imported is not None:
        values["imported"] = imported
    row, _ = ErrorCode.objects.update_or_create(normal=key, defaults=values)
    row.spellings.all().delete()
    shown = [(text, True) for text in entry.spellings] + [(text, False) for text in entry.search_spellings]
    Spelling.objects.bulk_create(
        Spelling(
            code=row,
            text=text,
            normal=codes.normal(text),
            folded=codes.folded(text),
            bare=codes.bare(text),
            shown=is_shown,
            position=position,
        )
        for position, (text, is_shown) in enumerate(shown, 1)
    )
    _finish(row, by=by, kind="error code", shown_in=Article.objects.filter(code_uses__code=row))
    return row


@transaction.atomic
def save_shortcut(*, entry: ShortcutEntry, by: User | None, imported: str | None = None) -> Shortcut:
    _begin(entry)
    article = Article.objects.filter(slug=entry.article).first()
    if article is None:
        raise NotPublishable([Problem("article", f"There is no article '{entry.article}'.")])
    values = {"article": article, "position": entry.position}
    if imported is not None:
        values["imported"] = imported
    row, _ = Shortcut.objects.update_or_create(label=entry.label, defaults=values)
    audit.record(by=by, verb="saved common problem", subject=entry.label)
    return row
