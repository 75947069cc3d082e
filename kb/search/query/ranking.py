"""The ranking: candidates, exact scores, title and word pairs, codes; the forty best in one order everywhere."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from kb.catalogue.models import Article
from kb.lib.text import can_be_kept
from kb.search.index import objects, sql
from kb.search.index.writing import unpacked
from kb.search.query import parse as queries
from kb.search.query import scoring, words
from kb.search.query.candidates import candidates, rarest_first
from kb.search.query.code_lookup import Recognised, recognise
from kb.search.query.parse import Candidate
from kb.search.query.words import Unit

MOST_RESULTS = 40
MOST_RERANKED = 50


@dataclass(frozen=True)
class Ranked:
    """An article in the ranking, before anything of it is shown; `line` is how far one line of it says the query."""

    article: int
    score: float
    found: scoring.Score
    line: float = 0.0


@dataclass(frozen=True)
class Ranking:
    generation: int
    query: queries.Query
    codes: tuple[Recognised, ...]
    unknown: tuple[Candidate, ...]
    units: tuple[Unit, ...]
    ranked: tuple[Ranked, ...]
    cut: Mapping[str, str] = field(default_factory=dict)
    unknown_words: tuple[str, ...] = ()
    number_of_articles: int = 0


def only(service: str | None, category: str | None, audience: str | None) -> QuerySet[Article] | None:
    """The articles that a search is narrowed to; nothing where it is not."""
    if not can_be_kept((service, category, audience)):
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


def _postings(units: Sequence[Unit], articles: Sequence[int]) -> dict[int, dict[int, int]]:
    """By article, the impact of each term of the query that it has."""
    terms = {term for unit in units for reading in unit.readings for term, _ in reading.terms}
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for term, article, impact in sql.postings(terms, articles):
        found[article][term] = impact
    return found


class _Outline(NamedTuple):
    title: list[int]
    lines: list[list[int]]
    pairs: bytes | memoryview


def _outlines(articles: Sequence[int], *, generation: int) -> dict[int, _Outline]:
    rows = objects.live_outlines(articles, timezone.now(), generation=generation)
    # Read in one piece: fifty calls for as many small lists take longer than reading them.
    titles, lines = (json.loads(f"[{','.join(row[place] for row in rows)}]") for place in (1, 2))
    return {row[0]: _Outline(title, held, row[3]) for row, title, held in zip(rows, titles, lines, strict=True)}


def rank(text: str, *, allowed: QuerySet[Article] | None = None, as_typed: bool = False) -> Ranking:
    """The forty best of the allowed, in an order that both databases agree on."""
    query = queries.parse(text)
    generation, number = sql.searched()
    while number and query.tokens:
        ranking = _ranking(query, allowed, generation=generation, number=number, as_typed=as_typed)
        if sql.generation() == generation:
            return ranking
        generation, number = sql.searched()  # a rebuild has switched, and takes away the rows that were read
    return Ranking(generation, query, (), _unknown(query, ()), (), ())


def _ranking(
    query: queries.Query, allowed: QuerySet[Article] | None, *, generation: int, number: int, as_typed: bool
) -> Ranking:
    codes = recognise(query, generation=generation)
    looked_for = words.looked_for(query, generation=generation, number_of_articles=number, as_typed=as_typed)
    units = rarest_first(looked_for.units)
    wanted = scoring.query_pairs(looked_for.words, units)
    by_code = scoring.code_scores(query, codes, number_of_articles=number)
    if allowed is not None and by_code:
        kept = set(allowed.filter(pk__in=by_code).values_list("pk", flat=True))
        by_code = {pk: score for pk, score in by_code.items() if pk in kept}
    first = sorted(by_code, key=lambda pk: (-by_code[pk], pk))[: MOST_RESULTS * 3]
    articles = list(dict.fromkeys([*first, *candidates(units, allowed=allowed)]))
    ranked = _ranked(units, wanted, articles, by_code, generation=generation, number=number)
    return Ranking(
        generation,
        query,
        tuple(codes),
        _unknown(query, codes),
        tuple(units),
        tuple(ranked),
        looked_for.cut,
        looked_for.unknown,
        number,
    )


def _ranked(
    units: Sequence[Unit],
    wanted: Sequence[frozenset[int]],
    articles: Sequence[int],
    by_code: Mapping[int, float],
    *,
    generation: int,
    number: int,
) -> list[Ranked]:
    postings = _postings(units, articles)
    found = {pk: scoring.exact(units, postings.get(pk, {})) for pk in articles}
    best = sorted(articles, key=lambda pk: (-(found[pk].score + by_code.get(pk, 0)), pk))[:MOST_RERANKED]
    terms = {term for unit in units for reading in unit.readings for term, _ in reading.terms}
    outlines = _outlines(best, generation=generation)
    # How rare the words of a title are matters only where one of them was asked for.
    hit = {term for kept in outlines.values() if not terms.isdisjoint(kept.title) for term in kept.title}
    frequencies: dict[int, int] = dict(sql.frequencies(hit))
    weights = scoring.title_weights(frequencies, number)
    lines = scoring.Lines(units)
    ranked = []
    for pk in best:
        if pk not in outlines:  # no longer live
            continue
        kept = outlines[pk]
        line = lines.best(kept.lines)
        score = scoring.reranked(
            found[pk],
            title=kept.title,
            title_weights=weights,
            terms=terms,
            pairs=unpacked(kept.pairs) if wanted else (),
            wanted=wanted,
            line=line,
        )
        ranked.append(Ranked(pk, round(score + by_code.get(pk, 0), 4), found[pk], line))
    return sorted(ranked, key=lambda one: (-one.score, one.article))[:MOST_RESULTS]
