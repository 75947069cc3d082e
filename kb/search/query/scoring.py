"""Scores: exact over all postings, then with title and word pairs, then with codes. Pure but for nothing."""

import itertools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kb.catalogue.codes import MatchKind
from kb.search.index import analysis
from kb.search.index.text import DECLARED
from kb.search.query.code_lookup import Recognised
from kb.search.query.parse import BARE, CODE_WORDS, SELF_EVIDENT, Query
from kb.search.query.words import Reading, Unit, idf

# Tuned on the development queries of the benchmark; docs/search.md says what each is worth.
COVERAGE_FLOOR = 0.7
TITLE_COVER = 1.5
TITLE_HIT = 0.2
PAIRS = 4.0
LINE = 4.0
LINE_ITSELF = 0.8
SHORT_QUERY_WORDS = 3
CODE_TIER = 1_000_000
CODE_IN_LONG_TEXT = 3
LARGE_LIBRARY = 500
MOST_TEXTS_OF_A_CODE = 3
FEWEST_OF_LONG = 5  # figures
GRAVITY = {"ERR": 1.0, "WRN": 0.7, "INF": 0.4}
SURENESS = {MatchKind.EXACT: 1.0, MatchKind.FAMILY: 0.6, MatchKind.MISREAD: 0.5, MatchKind.NUMBER: 0.3}


@dataclass(frozen=True)
class Score:
    """How far an article answers the units: its score, and the reading by which each unit was found."""

    score: float
    readings: Mapping[str, Reading] = field(default_factory=dict)


def exact(units: Sequence[Unit], impacts: Mapping[int, int]) -> Score:
    """From the article's impacts by term, of all the query's terms; what is not found lowers the whole."""
    total, score, covered, readings = 0, 0, 0, {}
    for unit in units:
        total += unit.total
        best, found = 0, None
        for reading in unit.readings:
            if reading.only_term:
                term, weight = reading.only_term
                strength = impacts.get(term, 0) * weight
            else:
                strength = _strength(reading, impacts)
            if strength > best:
                best, found = strength, reading
        if found:
            score += best
            covered += unit.total
            readings[unit.typed] = found
    return Score(score * (COVERAGE_FLOOR + (1 - COVERAGE_FLOOR) * covered / (total or 1)), readings)


def _strength(reading: Reading, impacts: Mapping[int, int]) -> int:
    """What was typed counts for as much of it as is found, another word for it only whole."""
    strength, is_whole = 0, True
    for term, weight in reading.terms:
        if impact := impacts.get(term, 0):
            strength += impact * weight
        else:
            is_whole = False
    return 0 if not is_whole and (reading.synonym or reading.instead) else strength


def query_pairs(words: Sequence[str], units: Sequence[Unit]) -> list[frozenset[int]]:
    """For each two of the words, as they were meant and without small ones, the hashes of all their readings."""
    by_word = {unit.typed: [reading.stems[0] for reading in unit.readings if len(reading.stems) == 1] for unit in units}
    stems = [by_word.get(word) or [analysis.stem(word)] for word in words]
    return [
        frozenset(analysis.pair(first, second) for first in one[:2] for second in other[:2])
        for one, other in itertools.pairwise(stems)
    ]


class Lines:
    """How far one line says what was asked, and little else. Many lines hold the same few terms, so what these are
    worth is kept."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._total = sum(unit.total for unit in units) or 1
        self._asked = frozenset(term for unit in units for reading in unit.readings for term, _ in reading.terms)
        self._shares: dict[frozenset[int], float] = {}
        # Most words have one term, whose weight is that of the word.
        self._simple: dict[int, int] = defaultdict(int)
        self._others: list[Unit] = []
        for unit in units:
            if len(unit.readings) == 1 and unit.readings[0].only_term:
                term, weight = unit.readings[0].only_term
                self._simple[term] += weight
            else:
                self._others.append(unit)

    def best(self, lines: Iterable[Collection[int]]) -> float:
        """From 0 to 1: the share of the query's weight that the line holds, and of the line's own terms how many were
        asked for."""
        best = 0.0
        for line in lines:
            held = self._asked.intersection(line)
            if held:
                itself = 1 - LINE_ITSELF + LINE_ITSELF * len(held) / len(line)
                if itself > best:  # else it could not be better with everything that was asked
                    best = max(best, self._share(held) * itself)
        return best

    def _share(self, held: frozenset[int]) -> float:
        if held not in self._shares:
            simple = self._simple
            weight = sum([simple[term] for term in held if term in simple])
            self._shares[held] = (weight + sum([_most_held(unit, held) for unit in self._others])) / self._total
        return self._shares[held]


def _most_held(unit: Unit, held: frozenset[int]) -> int:
    best = 0
    for reading in unit.readings:
        if reading.total > best and held.issuperset(reading.term_ids):
            best = reading.total
    return best


def _number_held(pairs: Sequence[int], wanted: Sequence[frozenset[int]]) -> int:
    """An article has a thousand pairs in rising order, and a query a few: halving is quicker than making a set."""
    held, number = 0, len(pairs)
    for read in wanted:
        for pair in read:
            place = bisect_left(pairs, pair)
            if place < number and pairs[place] == pair:
                held += 1
                break
    return held


def reranked(
    found: Score,
    *,
    title: Sequence[int],
    title_weights: Mapping[int, float],
    terms: Collection[int],
    pairs: Sequence[int],
    wanted: Sequence[frozenset[int]],
    line: float = 0.0,
) -> float:
    """Higher when the title is about the query, when words that stand together do so in the article, and when one
    line says it all.

    `pairs` are the article's, in rising order; `line` is what `Lines` gives.
    """
    about = 0.0
    if hit := [title_weights.get(term, 0) for term in title if term in terms]:
        about = TITLE_HIT + TITLE_COVER * sum(hit) / (sum(title_weights.get(term, 0) for term in title) or 1)
    together = _number_held(pairs, wanted) / len(wanted) if wanted else 0
    return found.score * (1 + about + PAIRS * together + LINE * line)


def number_of_other_words(query: Query, codes: Sequence[Recognised]) -> int:
    spans = [(code.start, code.end) for code in codes]
    return sum(
        1
        for token in query.content
        if token.word not in CODE_WORDS and not any(start <= token.start and token.end <= end for start, end in spans)
    )


def _gravity(code: Recognised) -> float:
    """Of several codes in one message the error is the answer, before a warning and a mere report of progress."""
    return GRAVITY.get(code.keys[0][:3], 1.0) if code.keys and code.keys[0][3:].isdigit() else 1.0


def _is_long_number(code: Recognised) -> bool:
    """ "Error Code: 500121", as Microsoft's pages write AADSTS500121, where we know one code of this number."""
    is_number = code.kind == MatchKind.NUMBER and code.text.isdigit() and len(code.text) >= FEWEST_OF_LONG
    return is_number and code.strength > BARE and len(code.keys) == 1 and not code.is_guess


def _belongs_to(code: Recognised, article: int, *, number_of_articles: int) -> bool:
    """A self-evident code, or a long number said to be a code, that this article alone answers is never outranked by
    words, however long the text.

    In a large library a code that many texts hold is a generic one, whoever declares it: there the words decide.
    """
    is_said = code.strength == SELF_EVIDENT and code.kind == MatchKind.EXACT
    if not (is_said or _is_long_number(code)) or code.articles[article] != DECLARED:
        return False
    is_generic = number_of_articles >= LARGE_LIBRARY and len(code.articles) > MOST_TEXTS_OF_A_CODE
    return not is_generic and sum(weight == DECLARED for weight in code.articles.values()) == 1


def code_scores(query: Query, codes: Sequence[Recognised], *, number_of_articles: int) -> dict[int, float]:
    """What the codes add to each article: everything in a short query, one voice among others in a long text."""
    scores: dict[int, float] = {}
    others = number_of_other_words(query, codes)
    for code in codes:
        for article, weight in code.articles.items():
            if others <= SHORT_QUERY_WORDS:
                # A bare number beside words is a hint, no more.
                hint = 1 if code.strength > BARE or others <= 1 else 0.0001
                added = CODE_TIER * weight * SURENESS[code.kind] * hint
            elif _belongs_to(code, article, number_of_articles=number_of_articles):
                added = CODE_TIER * weight
            elif code.strength == SELF_EVIDENT and code.kind == MatchKind.EXACT:
                added = CODE_IN_LONG_TEXT * 64 * idf(len(code.articles), number_of_articles) * weight
            else:
                continue
            scores[article] = scores.get(article, 0) + added * _gravity(code)
    return scores


def title_weights(frequencies: Mapping[int, int], number_of_articles: int) -> dict[int, float]:
    return {term: idf(frequency, number_of_articles) for term, frequency in frequencies.items()}
