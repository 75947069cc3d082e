"""Fetches what stands around a document that is not in rows: a past version, or a draft."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from kb.catalogue.choices import SnippetKind
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, ErrorCode, Service, Snippet, Vendor
from kb.catalogue.reading import words
from kb.contacts.presenters import ContactCard, default_cards
from kb.lib.markdown.words import WordLinks
from kb.pages.parts import ArticleContext, SiteAdvice

UNKNOWN_CONTACT = "unknown-contact"  # the name of its file


def site_advice() -> SiteAdvice:
    """Of the notes that are advice of this site, the first is about patients; another is known by its name."""
    notes = list(Snippet.objects.filter(kind=SnippetKind.NOTE, site_advice=True).order_by("pk"))
    return SiteAdvice(
        safety=next((row for row in notes if row.slug != UNKNOWN_CONTACT), None),
        unknown_contact=next((row for row in notes if row.slug == UNKNOWN_CONTACT), None),
    )


def word_links() -> WordLinks:
    """The words that steps lead to where they use them first."""
    return WordLinks({text: entry.address for entry in words() if entry.in_steps for text in entry.texts})


def lost_card() -> Article | None:
    return Article.objects.live().at_slug(settings.LOST_CARD_ARTICLE).first()


def context_of(
    document: ArticleDocument,
    *,
    new_codes: Iterable[ErrorCode] = (),
    contacts: tuple[ContactCard, ContactCard] | None = None,
) -> ArticleContext:
    """The document shows its own words; services, codes and snippets as they are called today, and today's contacts.

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
        advice=site_advice(),
        contacts=contacts or default_cards(timezone.now()),
        words=word_links(),
    )


def related_to(document: ArticleDocument) -> tuple[Article, ...]:
    """Those that were picked by hand, in their order."""
    picked = {article.slug: article for article in Article.objects.live().filter(slug__in=document.related)}
    return tuple(picked[slug] for slug in document.related if slug in picked)
