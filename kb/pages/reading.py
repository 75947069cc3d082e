"""Fetches what stands around a document that is not in rows: a past version, or a draft."""

from collections.abc import Iterable

from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, ErrorCode, Service, Snippet, Vendor
from kb.pages.article import SAFETY_SNIPPET, ArticleContext


def safety_snippet() -> Snippet | None:
    return Snippet.objects.filter(slug=SAFETY_SNIPPET).first()


def context_of(document: ArticleDocument, *, new_codes: Iterable[ErrorCode] = ()) -> ArticleContext:
    """The document shows its own words; services, codes and snippets as they are called today.

    `new_codes` are not stored yet.
    """
    named = (*document.codes, *document.mentions)
    known = {row.display: row for row in ErrorCode.objects.filter(display__in=named)}
    return ArticleContext(
        services={row.slug: row for row in Service.objects.filter(slug__in=document.services)},
        codes={code.display: code for code in new_codes} | known,
        snippets={row.slug: row for row in Snippet.objects.filter(slug__in=document.snippets)},
        vendors=tuple(Vendor.objects.in_order()),
        related=(),
        notices=(),
        safety=safety_snippet(),
    )


def related_to(document: ArticleDocument) -> tuple[Article, ...]:
    """Those that were picked by hand, in their order."""
    picked = {article.slug: article for article in Article.objects.live().filter(slug__in=document.related)}
    return tuple(picked[slug] for slug in document.related if slug in picked)
