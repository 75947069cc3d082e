"""Fetches what stands around a document that is not in rows: a past version, or a draft."""

from collections.abc import Iterable

from django.conf import settings

from kb.catalogue.choices import SnippetKind
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, ErrorCode, Service, Snippet, Vendor
from kb.pages.article import ArticleContext


def safety_snippet() -> Snippet | None:
    """What to do where a person may be treating patients: the first note that is advice of this site."""
    return Snippet.objects.filter(kind=SnippetKind.NOTE, site_advice=True).order_by("pk").first()


def lost_card() -> Article | None:
    return Article.objects.live().at_slug(settings.LOST_CARD_ARTICLE).first()


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
