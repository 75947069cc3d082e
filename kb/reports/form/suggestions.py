"""Fetches what the form shows beside its questions: what came along, what may help, who supports virtual cards."""

from collections.abc import Mapping, Sequence

from django.conf import settings

from kb.catalogue import codes
from kb.catalogue.models import Article, ErrorCode, Vendor
from kb.pages.parts import PageLink
from kb.reports.form.presenters import ArticleLink, CompanyView, Travelled
from kb.search.finder import Hit, Results, find

MOST_SUGGESTIONS = 3


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",") if number.isdecimal()]


def _articles(numbers: Sequence[int]) -> list[Article]:
    found = {article.number: article for article in Article.objects.live().filter(number__in=numbers)}
    return [found[number] for number in numbers if number in found]


def _link(article: Article) -> ArticleLink:
    return ArticleLink(article.title, article.get_absolute_url(), str(article.number))


def travelled(values: Mapping[str, str]) -> Travelled:
    """Articles that are gone since are left out: nobody can look at them again."""
    first = _articles(_numbers(values.get("article", "")))
    read = [one for one in _articles(_numbers(values.get("read", ""))) if one not in first]
    return Travelled(
        article=_link(first[0]) if first else None,
        read=tuple(_link(article) for article in read),
        searched=values.get("searched", ""),
    )


def _known_words(values: Mapping[str, str], came: Travelled) -> str:
    """What there is to search with: what was typed, and what came along."""
    words = " ".join(filter(None, [values.get(name, "") for name in ("code", "text", "searched")]))
    return words or (came.article.text if came.article else "")


def results_for(values: Mapping[str, str], came: Travelled) -> Results:
    # Two more than are shown may be left out below, for each article that was read.
    return find(_known_words(values, came), limit=MOST_SUGGESTIONS + 1 + len(came.read))


def suggestions(results: Results, came: Travelled) -> tuple[Hit, ...]:
    """The best that the person has not said to have read."""
    fresh = [hit for hit in results.hits if str(hit.article.number) not in came.numbers]
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


def guide() -> Article | None:
    return Article.objects.live().at_slug(settings.HOW_TO_REPORT_ARTICLE).first()


def companies() -> tuple[CompanyView, ...]:
    """Those that supply virtual smartcards."""
    return tuple(map(CompanyView, Vendor.objects.in_order()))
