"""The ranking: candidates, exact scores, title and word pairs, codes; the forty best in one order everywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from kb.catalogue import limits
from kb.catalogue.models import Article
from kb.search import query as queries
from kb.search import scoring, vocabulary
from kb.search.candidates import candidates, rarest_first
from kb.search.codebook import Recognised, recognise
from kb.search.models import SearchMeta, SearchPosting, SearchTerm, SearchVector
from kb.search.query import Candidate
from kb.search.rows import unpacked
from kb.search.vocabulary import Unit

MOST_RESULTS = 40
MOST_RERANKED = 80


@dataclass(frozen=True)
class Ranked:
    """An article in the ranking, before anything of it is shown."""

    article: int
    score: float
    found: scoring.Found


@dataclass(frozen=True)
class Ranking:
    query: queries.Query
    codes: tuple[Recognised, ...]
    unknown: tuple[Candidate, ...]
    units: tuple[Unit, ...]
    ranked: tuple[Ranked, ...]


def _allowed(service: str | None, category: str | None, audience: str | None) -> QuerySet[Article] | None:
    if not limits.can_be_kept((service, category, audience)):
        return Article.objects.none()  # no slug is such a text, and PostgreSQL would not even take it
    allowed = Article.objects.all()
    if service:
        allowed = allowed.filter(services__slug=service)
    if category:
        allowed = allowed.filter(category__slug=category)
    if audience:
        allowed = allowed.filter(steps__audience=audience).distinct()
    return allowed if service or category or audience else None


def _unknown(query: queries.Query, codes: Sequence[Recognised]) -> tuple[Candidate, ...]:
    """What is a code by its form, but none that any article has."""
    spans = [(code.start, code.end) for code in codes]
    found: list[Candidate] = []
    for candidate in sorted(query.candidates, key=lambda c: c.start - c.end):
        inside = any(start < candidate.end and candidate.start < end for start, end in spans)
        if candidate.strength == queries.SELF_EVIDENT and not inside:
            found.append(candidate)
            spans.append((candidate.start, candidate.end))
    return tuple(sorted(found, key=lambda c: c.start))


def _postings(units: Sequence[Unit], articles: Sequence[int]) -> dict[tuple[int, int], int]:
    terms = {term for unit in units for reading in unit.readings for term, _ in reading.terms}
    rows = SearchPosting.objects.filter(term_id__in=terms, article_id__in=articles)
    return {(term, article): impact for term, article, impact in rows.values_list("term_id", "article_id", "impact")}


def rank(
    text: str,
    *,
    service: str | None = None,
    category: str | None = None,
    audience: str | None = None,
    as_typed: bool = False,
) -> Ranking:
    """The forty best, in an order that both databases agree on."""
    query = queries.parse(text)
    allowed = _allowed(service, category, audience)
    generation = _generation()
    while generation and query.tokens:
        ranking = _ranking(query, allowed, generation=generation, as_typed=as_typed)
        if (now := _generation()) == generation:
            return ranking
        generation = now  # a rebuild has switched meanwhile, and takes away the rows that were read
    return Ranking(query, (), (), (), ())


def _generation() -> int:
    """The one that is searched, or 0 where nothing was ever indexed."""
    return SearchMeta.objects.filter(pk=1).values_list("generation", flat=True).first() or 0


def _ranking(query: queries.Query, allowed: QuerySet[Article] | None, *, generation: int, as_typed: bool) -> Ranking:
    number = SearchVector.objects.filter(generation=generation).count()
    codes = recognise(query, generation=generation)
    units = rarest_first(vocabulary.units(query, generation=generation, number_of_articles=number, as_typed=as_typed))
    by_code = scoring.code_scores(query, codes, number_of_articles=number)
    if allowed is not None and by_code:
        kept = set(allowed.filter(pk__in=by_code).values_list("pk", flat=True))
        by_code = {pk: score for pk, score in by_code.items() if pk in kept}
    first = sorted(by_code, key=lambda pk: (-by_code[pk], pk))[: MOST_RESULTS * 3]
    articles = list(dict.fromkeys([*first, *candidates(units, allowed=allowed)]))
    ranked = _ranked(query, units, articles, by_code, generation=generation, number=number)
    return Ranking(query, tuple(codes), _unknown(query, codes), tuple(units), tuple(ranked))


def _ranked(
    query: queries.Query,
    units: Sequence[Unit],
    articles: Sequence[int],
    by_code: Mapping[int, float],
    *,
    generation: int,
    number: int,
) -> list[Ranked]:
    postings = _postings(units, articles)
    found = {pk: scoring.exact(pk, units, postings) for pk in articles}
    best = sorted(articles, key=lambda pk: (-(found[pk].score + by_code.get(pk, 0)), pk))[:MOST_RERANKED]
    vectors = {
        vector.article_id: vector
        for vector in SearchVector.objects.filter(generation=generation, article_id__in=best).only(
            "article_id", "title", "pairs"
        )
    }
    title_terms = {term for vector in vectors.values() for term in vector.title}
    frequencies = dict(SearchTerm.objects.filter(pk__in=title_terms).values_list("pk", "frequency"))
    weights = scoring.title_weights(frequencies, number)
    terms = {term for unit in units for reading in unit.readings for term, _ in reading.terms}
    wanted = scoring.query_pairs(query, units)
    ranked = []
    for pk in best:
        vector = vectors.get(pk)
        if vector is None:
            continue
        score = scoring.reranked(
            found[pk],
            title=vector.title,
            title_weights=weights,
            terms=terms,
            pairs=unpacked(vector.pairs) if wanted else (),
            wanted=wanted,
        )
        ranked.append(Ranked(pk, round(score + by_code.get(pk, 0), 4), found[pk]))
    return _live(sorted(ranked, key=lambda one: (-one.score, one.article)))[:MOST_RESULTS]


def _live(ranked: Sequence[Ranked]) -> list[Ranked]:
    """An article may expire without anybody writing, so the index alone cannot know."""
    live = set(
        Article.objects.live(timezone.now()).filter(pk__in=[r.article for r in ranked]).values_list("pk", flat=True)
    )
    return [one for one in ranked if one.article in live]
