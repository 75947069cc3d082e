"""Fetches what the form shows beside its questions: what came along, what may help, who supports virtual cards."""

from collections.abc import Mapping, Sequence

from django.conf import settings

from kb.catalogue import codes
from kb.catalogue.acting import ACTOR_OF, turned_to
from kb.catalogue.choices import Actor, Audience, Confidence
from kb.catalogue.codes.spoken import written
from kb.catalogue.document import ArticleDocument
from kb.catalogue.lookup import look_up_said
from kb.catalogue.models import Article, ErrorCode, Vendor
from kb.catalogue.reading import document_of
from kb.catalogue.stopped import as_shown
from kb.contacts.presenters import ContactCard
from kb.pages.parts import PageLink
from kb.pages.team import Team, team_of
from kb.reports.form.forms import numbers_in
from kb.reports.form.presenters import ArticleLink, CompanyView, Travelled
from kb.search.finder import Hit, Results, find

MOST_SUGGESTIONS = 3


def _articles(numbers: Sequence[int]) -> list[Article]:
    found = {article.number: article for article in Article.objects.live().filter(number__in=numbers)}
    return [found[number] for number in numbers if number in found]


def _link(article: Article) -> ArticleLink:
    return ArticleLink(article.title, article.get_absolute_url(), str(article.number))


def travelled(values: Mapping[str, str]) -> Travelled:
    """Articles that are gone since are left out: nobody can look at them again."""
    first = _articles(numbers_in(values.get("article", "")))
    read = [one for one in _articles(numbers_in(values.get("read", ""))) if one not in first]
    return Travelled(
        article=_link(first[0]) if first else None,
        read=tuple(_link(article) for article in read),
        searched=values.get("searched", ""),
        tried=frozenset(values.get("tried", "").split(",")),
    )


def _known_words(values: Mapping[str, str], came: Travelled) -> str:
    """What there is to search with: what was typed, and what came along."""
    code = values.get("code", "")
    # A code that was said is one beside other words too.
    words = " ".join(filter(None, [written(code) or code, values.get("text", ""), values.get("searched", "")]))
    return words or (came.article.text if came.article else "")


def results_for(values: Mapping[str, str], came: Travelled) -> Results:
    # More than are shown: what was opened, and stubs, are left out below.
    return find(_known_words(values, came), limit=2 * MOST_SUGGESTIONS + 1 + len(came.read))


def suggestions(results: Results, came: Travelled) -> tuple[Hit, ...]:
    """The best that the person has not opened and that hold a fix; a stub sends people on, and they are here."""
    known = (hit for hit in results.hits if hit.article.confidence != Confidence.STUB)
    fresh = [hit for hit in known if str(hit.article.number) not in came.numbers]
    return tuple(fresh[:MOST_SUGGESTIONS])


def codes_in(results: Results) -> tuple[PageLink, ...]:
    """The codes of a text, those that we know as links."""
    found: dict[str, PageLink] = {}
    for named in results.codes:
        is_ours = named.kind == codes.MatchKind.EXACT and len(named.codes) == 1
        code: ErrorCode | None = named.codes[0] if is_ours else None
        text = code.display if code else named.text
        found.setdefault(text, PageLink(text, code.get_absolute_url() if code else ""))
    return tuple(found.values())


def _acts_first(code: ErrorCode | None, audience: Audience) -> Actor | None:
    """Of a code with one meaning, whoever acts first on it, where that is not the reader."""
    meanings = list(code.meanings.all()) if code else []
    acts = meanings[0].acts if len(meanings) == 1 else ""
    return Actor(acts) if acts in Actor and acts not in {Actor.PERSON, ACTOR_OF[audience]} else None


def _document(values: Mapping[str, str], code: ErrorCode | None) -> ArticleDocument | None:
    """Of the article that the person comes from, else of the first that answers the code."""
    found = Article.objects.live().with_parts()
    article = found.filter(number__in=numbers_in(values["article"])[:1]).first()
    if code and not article:
        article = found.filter(code_uses__code=code, code_uses__answers=True).by_number().first()
    return as_shown(document_of(article), article) if article else None


def team_for(values: Mapping[str, str], contacts: Sequence[ContactCard]) -> Team | None:
    """Those who can end what the person comes from: whoever acts first on the code, else can end the article."""
    code = look_up_said(values["code"]).only if values["code"] else None
    audience = Audience(values["audience"]) if values["audience"] in Audience else Audience.USER
    document = _document(values, code)
    supplier = document.vendor if document else ""
    actor = None if supplier else _acts_first(code, audience)
    if document and not actor:
        actor = turned_to(document, audience)
    if not actor:
        return None
    vendors = [vendor for vendor in Vendor.objects.in_order() if supplier in {"", vendor.slug}]
    return team_of(actor, contacts, vendors, asks_first=audience == Audience.USER)


def guide() -> Article | None:
    return Article.objects.live().at_slug(settings.HOW_TO_REPORT_ARTICLE).first()


def companies(team: Team | None) -> tuple[CompanyView, ...]:
    """Those that supply virtual smartcards; only the one that is meant, where the page says which."""
    meant = {company.name for company in team.companies} if team else set()
    return tuple(CompanyView(one) for one in Vendor.objects.in_order() if not meant or one.name in meant)
