"""From rows to their portable forms."""

from typing import Any

from kb.catalogue import document, fields
from kb.catalogue.entries import CategoryEntry, CodeEntry, ServiceEntry, ShortcutEntry, SnippetEntry, VendorEntry
from kb.catalogue.models import Article, Category, ErrorCode, Service, Shortcut, Snippet, Vendor
from kb.lib.portable import in_form


def document_of(article: Article) -> document.ArticleDocument:
    """The article as a document; fetch it `with_parts()` first, or each part costs a query."""
    uses = list(article.code_uses.all())
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
        review_due=article.review_due_on,
        symptoms=tuple(in_form(document.SymptomContent, symptom) for symptom in article.symptoms.all()),
        steps=tuple(
            in_form(document.StepContent, step, snippet=step.snippet.slug if step.snippet else "")
            for step in article.steps.all()
        ),
        causes=tuple(cause.text for cause in article.causes.all()),
        sources=tuple(in_form(document.SourceContent, source) for source in article.sources.all()),
    )


def service_entry(row: Service) -> ServiceEntry:
    return in_form(ServiceEntry, row)


def category_entry(row: Category) -> CategoryEntry:
    return in_form(CategoryEntry, row)


def vendor_entry(row: Vendor) -> VendorEntry:
    return in_form(VendorEntry, row, tell=tuple(row.tell))


def code_entry(row: ErrorCode) -> CodeEntry:
    """Fetch the code `with_spellings()` first."""
    return in_form(
        CodeEntry,
        row,
        code=row.display,
        spellings=tuple(spelling.text for spelling in row.spellings.all() if spelling.shown),
        search_spellings=tuple(spelling.text for spelling in row.spellings.all() if not spelling.shown),
    )


def snippet_entry(row: Snippet) -> SnippetEntry:
    return in_form(SnippetEntry, row, sources=tuple(document.source_from(values) for values in row.sources))


def shortcut_entry(row: Shortcut) -> ShortcutEntry:
    return ShortcutEntry(row.label, row.article.slug, row.position)
