"""The box on every page: a lone code goes to its page, everything else to the results."""

import re
from dataclasses import replace

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from kb.accounts.guards import open_to_all, same_site_post
from kb.browse.forms import MOST_PAGES, ON_A_PAGE
from kb.browse.public import public_page
from kb.browse.reading import audience_of, fetch_steps, notices_about
from kb.browse.results.presenters import (
    Shelves,
    StartOffer,
    UnknownCode,
    codes_named,
    company_context,
    results_page,
    unknown_texts,
)
from kb.browse.results.reading import answer_box, start_offer, without_answer, without_companies, word_asked
from kb.browse.search_request import SearchRequest
from kb.browse.seen import note_search, note_seen
from kb.browse.validity import Moment
from kb.catalogue import codes, glossary
from kb.catalogue.choices import AUDIENCES
from kb.catalogue.codes.spoken import written
from kb.catalogue.lookup import look_up, look_up_said, nearest
from kb.catalogue.models import Article, Category, Service, StartAnswer, StartQuestion, Vendor
from kb.catalogue.numbers import stamp_in
from kb.insight.seen.rules import of_code, of_unknown
from kb.lib.forms import PastedField
from kb.lib.http import reads_only, see
from kb.notices.presenters import NoticeView
from kb.pages.reading import site_advice
from kb.search.finder import Results, find
from kb.search.known_words import KnownWords
from kb.search.suggest import can_be_asked
from kb.search.suggest import suggest as suggestions_for
from kb.search.synonyms import groups_in
from kb.search.vague import is_vague

MOST_UNKNOWN = 2
HITS_WITH_NOTICES = 3


def _code_address(text: str) -> str:
    """The page of the code, or of the codes to choose from, that a text is as a whole; nothing for other texts."""
    if not text or len(text) > codes.LONGEST_TYPED:
        return ""
    found = look_up(text)
    if found.kind == codes.MatchKind.EXACT and found.only:
        return found.address
    return (
        reverse("browse:code", args=[f"{text}/"]) if found.kind != codes.MatchKind.UNKNOWN else _numbered_address(text)
    )


def _numbered_address(text: str) -> str:
    """The article whose number or stamp was typed: KB0018 or KB0018 v7, as it stands in tickets."""
    stamp = stamp_in(text)
    article = Article.objects.filter(number=stamp[0]).first() if stamp else None
    if article is None or stamp is None:
        return ""
    if not article.is_live(timezone.now()):
        return article.get_absolute_url()  # which says that it is gone, or leads to what it was merged into
    return f"{article.get_absolute_url()}?have={stamp[1]}" if stamp[1] else article.get_absolute_url()


def _said_address(text: str) -> str:
    """That of a code which was said in words or dictated, when nothing else was said."""
    return _code_address(written(text))


def _subject_of(text: str) -> str:
    """The code that a whole text is, known or not: whoever has no script is counted by what they do."""
    if not text or len(text) > codes.LONGEST_TYPED:
        return ""
    found = look_up_said(text)
    return of_code(found.only.normal) if found.only else of_unknown(text)


def _find(request: HttpRequest) -> HttpResponse:
    asked = SearchRequest.of(request.POST, KnownWords())
    subject = _subject_of(asked.text)
    note_seen(request, subject)
    note_search(request, asked.text, subject)
    return see(_code_address(asked.text) or _said_address(asked.text) or asked.address)


def _elsewhere(asked: SearchRequest) -> str:
    """Where this search is answered better than here."""
    if asked.all or asked.is_filtered or asked.page > 1:
        return ""
    return _code_address(asked.text) or _said_address(asked.text)


def _searched(asked: SearchRequest) -> Results:
    return find(
        asked.text,
        service=asked.service or None,
        category=asked.category or None,
        audience=AUDIENCES.get(asked.audience),
        as_typed=asked.exact,
        limit=ON_A_PAGE,
        offset=(asked.page - 1) * ON_A_PAGE,
    )


def _notices(results: Results, moment: Moment) -> tuple[NoticeView, ...]:
    """Live issues that name one of the first articles, one of its services, or a code of the search.

    No planned change: above what was found, or where nothing was, it would pass for the answer.
    """
    articles = [hit.article for hit in results.found[:HITS_WITH_NOTICES]]
    prefetch_related_objects(articles, "service_uses__service")
    about = notices_about(
        moment,
        articles=articles,
        services=[use.service for article in articles for use in article.service_uses.all()],
        codes=[code for named in results.codes for code in named.codes],
    )
    return tuple(notice for notice in about if not notice.is_planned)


def _start_for(text: str) -> StartQuestion | None:
    """The first question of Start, where the words say no more than that it does not work."""
    question = StartQuestion.objects.first_asked()
    is_led = question is not None and is_vague(text, question.vague_words, KnownWords())
    return question if is_led else None


def _with_start(asked: SearchRequest, results: Results, moment: Moment) -> tuple[Results, StartOffer | None]:
    """A search that says no more than that it does not work is offered Start, and what Start leads to comes first:
    nobody is sent to a company or into IT's pages for that. Its words tell little, so it counts in how many ways.
    """
    if results.codes or asked.is_filtered or asked.page > 1 or unknown_texts(results):
        return results, None
    question = _start_for(asked.text)
    if question is None:
        return results, None
    ways = StartAnswer.objects.ways_to_people([hit.article.pk for hit in results.hits])
    hits = tuple(sorted(results.hits, key=lambda hit: -hit.score * ways.get(hit.article.pk, 0)))
    return replace(results, hits=hits), start_offer(question, moment)


def _with_known_filters(asked: SearchRequest, shelves: Shelves) -> SearchRequest:
    """A filter that is no service or topic of ours is no filter."""
    is_service = asked.service in {row.slug for row in shelves.services}
    is_category = asked.category in {row.slug for row in shelves.categories}
    return replace(asked, service=asked.service if is_service else "", category=asked.category if is_category else "")


def _companies_asked(asked: SearchRequest, results: Results, shelves: Shelves) -> tuple[Vendor, ...]:
    """Whose pages are the answer: the companies that are named, where an article of one stands among the first.

    Where none is named, all those of a topic that the words are about: a group of synonyms bears its name.
    """
    said = asked.text
    for one in results.corrections:
        said = re.sub(rf"\b{re.escape(one.typed)}\b", one.instead, said, flags=re.IGNORECASE)
    topics = groups_in(said, among=[topic.name for topic in shelves.categories])
    if not topics and not any(hit.article.vendor_id for hit in results.found[:HITS_WITH_NOTICES]):
        return ()
    named = tuple(one for one in Vendor.objects.in_order() if one.name.casefold() in said.casefold())
    articles = Article.objects.live().filter(category__name__in=topics)
    return named or tuple(Vendor.objects.filter(articles__in=articles).distinct().in_order())


def _unknown(results: Results, word: glossary.WordEntry | None) -> list[UnknownCode]:
    return [
        UnknownCode.of(text, nearest(text))
        for text in unknown_texts(results)[:MOST_UNKNOWN]
        if not word or glossary.folded(text) not in word.keys  # CIS2 looks like a code
    ]


@public_page
def _results(request: HttpRequest, moment: Moment) -> HttpResponse:
    asked = SearchRequest.of(request.GET, KnownWords())
    if asked.was_reduced:
        return HttpResponseRedirect(asked.address)
    if not asked.text:
        context = {"asked": asked, "contacts": moment.contacts}
        return TemplateResponse(request, "browse/search.html", context)
    if address := _elsewhere(asked):
        return HttpResponseRedirect(address)
    return _answered(request, asked, moment)


def _answered(request: HttpRequest, asked: SearchRequest, moment: Moment) -> HttpResponse:
    shelves = Shelves(tuple(Service.objects.in_order()), tuple(Category.objects.in_order()))
    asked = _with_known_filters(asked, shelves)
    results, offer = _with_start(asked, _searched(asked), moment)
    if results.number and not results.hits:
        return HttpResponseRedirect(asked.but(page=min(MOST_PAGES, -(-results.number // ON_A_PAGE))))
    audience = asked.audience or audience_of(request, moment)
    box = answer_box(asked, results, moment, audience)
    if box:
        results = without_answer(results, box)
    # A chosen answer stands alone.
    companies = () if box or offer else _companies_asked(asked, results, shelves)
    results = without_companies(results, companies)
    if results.is_sure:
        fetch_steps(results.hits[0].article, codes_named(results))
    word = None if box else word_asked(asked)
    unknown = _unknown(results, word)
    is_answered = bool(box or offer or companies or word or unknown) or asked.is_filtered or asked.page > 1
    nothing_fits = results.nothing_fits and bool(results.hits) and not is_answered
    page = results_page(
        asked,
        results,
        shelves=shelves,
        unknown=unknown,
        notices=() if nothing_fits else _notices(results, moment),
        audience=audience,
        on_a_page=ON_A_PAGE,
    )
    page = replace(page, start=None if box else offer, nothing_fits=nothing_fits)
    context = {"asked": asked, "page": page, "contacts": moment.contacts, "word": word, "box": box}
    context |= company_context(companies)
    # Whom to ask where we know no contact is said only where nothing was found, and so is the way to Start.
    if page.nothing_fits or not results.hits:
        context["has_start"] = StartQuestion.objects.any_asked()
    if box or not results.hits:
        context |= site_advice().notes
    return TemplateResponse(request, "browse/search.html", context)


search = same_site_post(_find, or_get=_results)


@open_to_all
@reads_only
def suggest(request: HttpRequest) -> HttpResponse:
    """The same for everybody: no session and no role is read."""
    text = PastedField(strip=False).clean(request.GET.get("q", ""))
    found = suggestions_for(text)
    # "err" is a vague word, and the beginning of a code: who types one is about to type the rest.
    start = _start_for(text) if can_be_asked(text) and not found.codes else None
    context = {"found": found, "start": start}
    response = TemplateResponse(request, "browse/_suggestions.html", context)
    # Computers are shared: half-typed words have no place in the browser's store.
    response["Cache-Control"] = "no-store"
    return response
