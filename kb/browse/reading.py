"""Fetches what a page shows, in a fixed number of queries, and hands it to the presenters."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Exists, Prefetch, prefetch_related_objects
from django.http import HttpRequest

from kb.browse.validity import Moment
from kb.catalogue.choices import AUDIENCES
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, ErrorCode, Meaning, Service, Step
from kb.catalogue.reading import document_of
from kb.catalogue.stopped import as_shown, as_shown_then
from kb.notices.presenters import NoticeView, said
from kb.pages.article import ArticlePage, article_page
from kb.pages.audience import reader_of
from kb.pages.first import CodeSeen, FirstThing, code_team, first_thing, message_from, with_helper
from kb.pages.parts import ArticleContext
from kb.pages.reading import context_of, live_context
from kb.pages.reading import notices_about as among


def audience_of(request: HttpRequest, moment: Moment) -> str:
    """Whose steps to show: the address decides, then the remembered role, then the user's."""
    asked = request.GET.get("for", "")
    return asked if asked in AUDIENCES else moment.role or "user"


def kept_role(moment: Moment) -> str:
    """The role whose steps are shown until the browser closes; none when that is the user's, as it is for all."""
    return "" if moment.role == "user" else moment.role


def all_clear_words(moment: Moment) -> str:
    """Only where somebody said so within a day."""
    at = moment.all_clear_at
    return f"We know of no live issue (checked {said(at, moment.now)})." if at else ""


def notices_about(
    moment: Moment,
    *,
    articles: Sequence[Article] = (),
    services: Iterable[Service] = (),
    codes: Iterable[ErrorCode] = (),
) -> tuple[NoticeView, ...]:
    """Notices of now that name one of these; past ones stay on the notices page."""
    return among(moment.notices, moment.now, articles=articles, services=services, codes=codes)


def fetch_steps(article: Article, codes: Sequence[ErrorCode] = ()) -> None:
    """For an article that was fetched without its parts. Each step `stops` where another try does harm by a code."""
    steps = Step.objects.select_related("snippet").order_by("position")
    harmful = Exists(Meaning.objects.filter(code__in=codes, stops=True))
    prefetch_related_objects([article], Prefetch("steps", steps.annotate(stops=harmful) if codes else steps))


def _context_of(article: Article, moment: Moment) -> ArticleContext:
    return live_context(article, moment.notices, contacts=moment.contacts, now=moment.now)


def _reader(request: HttpRequest, moment: Moment) -> dict[str, Any]:
    """For whom a page is shown, if anybody said so, and when."""
    asked = request.GET.get("for", "")
    audience = asked if asked in AUDIENCES else kept_role(moment)
    return {"audience": audience, "kept": kept_role(moment), "now": moment.now}


def live_page(request: HttpRequest, moment: Moment, article: Article) -> ArticlePage:
    """The article as it is now, for whom the address or the role cookie says; fetch it `with_parts()`."""
    shown = as_shown(document_of(article), article), _context_of(article, moment)
    return article_page(article, *shown, version=article.version, is_permanent=False, **_reader(request, moment))


def code_answer(
    request: HttpRequest, moment: Moment, article: Article, seen: CodeSeen
) -> tuple[ArticlePage, FirstThing]:
    """The article that answers a code, and what of it comes first for this code."""
    shown = as_shown(document_of(article), article), _context_of(article, moment)
    contacts = moment.contacts
    # Whoever the article is for, unless the address or the cookie says another, as on its own page.
    audience = _reader(request, moment)["audience"] or reader_of(shown[0])
    reader: dict[str, Any] = {"audience": audience, "contacts": contacts}
    # What stands first on the page is made first: a word is explained once.
    first = first_thing(*shown, seen, **reader)
    page = article_page(article, *shown, version=article.version, is_permanent=False, **_reader(request, moment))
    team = code_team(*shown, seen, **reader)
    page = replace(
        page,
        team=team,
        message=message_from(*shown, seen, label=page.label, audience=page.audience),
    )
    return page, with_helper(first, seen, team)


def version_page(request: HttpRequest, moment: Moment, article: Article, number: int, values: dict) -> ArticlePage:
    """A past state of the article, from its Version."""
    document = as_shown_then(ArticleDocument.from_dict(values), article, number)
    shown = document, context_of(document, contacts=moment.contacts)
    return article_page(article, *shown, version=number, is_permanent=True, **_reader(request, moment))
