"""Which articles are very like a document: the search is asked, and then their own words decide."""

from collections.abc import Iterator

from kb.catalogue import codes
from kb.catalogue.codes.forms import codes_in
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, ArticleCode
from kb.checks import SimilarArticle
from kb.search.finder import find
from kb.search.known_words import stems

MOST_HITS = 3
MOST_ALIKE = 2
# Measured with the 49 articles that are shipped. A hit is alike when half of the words of both titles and summaries
# are the same, and the search finds it by the document's words at least a third as well as by its own. Two articles
# that say different things reach 0.48 (the one) or 0.35 (the other) and never both; the pairs that do are stubs of one
# and the same line. An article told again in other words reaches 0.50 to 0.72 and 0.39 to 0.63; one that is new
# stays under 0.28 and 0.15.
FEWEST_SHARED = 0.5
LEAST_SCORE = 0.35


def similar_to(document: ArticleDocument, own: Article | None) -> tuple[SimilarArticle, ...]:
    """Those that the document does not name as related itself: there its author knows them. Four searches at most."""
    return (*_answering(document, own), *list(_saying(document, own))[:MOST_ALIKE])


def _saying(document: ArticleDocument, own: Article | None) -> Iterator[SimilarArticle]:
    text = _said(document.title, document.summary)
    words = stems(text)
    for hit in find(text, as_typed=True, limit=MOST_HITS + 1).found:
        other = hit.article
        if (own and other.pk == own.pk) or other.slug in document.related:
            continue
        its = _said(other.title, other.summary)
        if _shared(words, stems(its)) >= FEWEST_SHARED and hit.score >= LEAST_SCORE * _own_score(its, other):
            yield SimilarArticle(other.title, other.get_absolute_url())


def _said(title: str, summary: str) -> str:
    """Without its codes: one code weighs more than all words, and who answers it is asked apart."""
    text = f"{title}\n{summary}"
    for code in sorted(set(codes_in(text)), key=len, reverse=True):
        text = text.replace(code, " ")
    return text


def _shared(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _own_score(text: str, article: Article) -> float:
    hits = find(text, as_typed=True, limit=MOST_HITS).found
    return next((hit.score for hit in hits if hit.article.pk == article.pk), float("inf"))


def _answering(document: ArticleDocument, own: Article | None) -> Iterator[SimilarArticle]:
    """Two that answer different meanings of a code do not answer the same."""
    keys = [codes.normal(code) for code in document.codes]
    meant = {codes.normal(one.code): one.key for one in document.meanings}
    live = Article.objects.live().exclude(pk=own.pk if own else 0)
    uses = ArticleCode.objects.filter(answers=True, code__normal__in=keys, article__in=live)
    for use in uses.select_related("article", "code", "meaning").order_by("code__normal", "article__number"):
        own_key = meant.get(use.code.normal)
        if not (own_key and use.meaning and use.meaning.key != own_key):
            yield SimilarArticle(use.article.title, use.article.get_absolute_url(), use.code.display)
