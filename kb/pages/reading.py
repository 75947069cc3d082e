"""Fetches what stands around a document: of an article as it is now, of a past version, or of a draft."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone

from kb.catalogue.choices import SnippetKind
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, ErrorCode, Service, Snippet, Vendor
from kb.catalogue.reading import words
from kb.contacts.presenters import ContactCard, default_cards
from kb.lib.markdown.words import WordLinks
from kb.notices.models import Notice, articles_named
from kb.notices.presenters import NoticeView, present, slugs_named
from kb.pages.parts import ArticleContext, SiteAdvice

MOST_RELATED = 6
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


def notices_about(
    notices: Iterable[Notice],
    now: datetime,
    *,
    articles: Sequence[Article] = (),
    services: Iterable[Service] = (),
    codes: Iterable[ErrorCode] = (),
) -> tuple[NoticeView, ...]:
    """Of those that may be shown, the ones of now that name one of these; past ones stay on the notices page."""
    shown = [notice for notice in notices if not notice.has_ended(now)]
    fetch_named(shown)
    return those_about(shown, now, articles=articles, services=services, codes=codes)


def fetch_named(notices: Iterable[Notice]) -> None:
    """What notices name: three queries, if there are any."""
    if shown := list(notices):
        prefetch_related_objects(shown, articles_named(), "services", "codes")


def those_about(
    notices: Iterable[Notice],
    now: datetime,
    *,
    articles: Sequence[Article] = (),
    services: Iterable[Service] = (),
    codes: Iterable[ErrorCode] = (),
) -> tuple[NoticeView, ...]:
    """The same of notices for which `fetch_named` was called."""
    slugs = {article.slug for article in articles}
    service_ids = {service.pk for service in services}
    code_ids = {code.pk for code in codes}

    def concerns(notice: Notice) -> bool:
        return bool(
            slugs & slugs_named(notice)
            or service_ids & {service.pk for service in notice.services.all()}
            or code_ids & {code.pk for code in notice.codes.all()}
        )

    return tuple(present(notice, now) for notice in notices if not notice.has_ended(now) and concerns(notice))


def live_context(
    article: Article, notices: Iterable[Notice], *, contacts: tuple[ContactCard, ContactCard], now: datetime
) -> ArticleContext:
    """What stands around an article as it is now; fetch it `with_parts()`."""
    services = {use.service.slug: use.service for use in article.service_uses.all()}
    codes = {use.code.display: use.code for use in article.code_uses.all()}
    about = notices_about(notices, now, articles=[article], services=services.values(), codes=codes.values())
    return ArticleContext(
        services=services,
        codes=codes,
        snippets={step.snippet.slug: step.snippet for step in article.steps.all() if step.snippet},
        vendors=tuple(Vendor.objects.in_order()),
        related=tuple(Article.objects.related_to(article)[:MOST_RELATED]),
        notices=about,
        advice=site_advice(),
        contacts=contacts,
        words=word_links(),
    )


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
    picked = Article.objects.leading_at(document.related)
    return tuple(dict.fromkeys(picked[slug] for slug in document.related if slug in picked))
