"""From the words of a query to terms of the index: as typed, corrected, or by a synonym."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kb.search.index import analysis, sql
from kb.search.index import analysis as spelling
from kb.search.models import Synonym
from kb.search.query.parse import FEWEST_CONTENT_WORDS, QUIET_WORDS, Query

STOP_WORD = 0.25
CORRECTED_UNKNOWN = 0.9
CORRECTED_RARE = 0.5
SYNONYM = 0.8
RARE = 2
RARE_FROM_ARTICLES = 500  # in a small library most good words are rare, so rare is no sign of a slip
LONGEST_PHRASE = 4


@dataclass(frozen=True)
class Reading:
    """One way to read a unit: its terms, each with the weight of a find; `instead` is set for a correction."""

    terms: tuple[tuple[int, int], ...]
    stems: tuple[str, ...]
    instead: str = ""
    synonym: str = ""

    @cached_property
    def total(self) -> int:
        return sum(weight for _, weight in self.terms)

    def at_most(self, total: float) -> "Reading":
        """A rare synonym says no more than the word that was typed."""
        if self.total <= total:
            return self
        terms = tuple((term, max(1, int(weight * total / self.total))) for term, weight in self.terms)
        return replace(self, terms=terms)


@dataclass(frozen=True)
class Unit:
    """A word, or a phrase that has synonyms, with its readings; the first is as typed where that is known."""

    typed: str
    readings: tuple[Reading, ...]
    is_stop: bool = False

    @cached_property
    def total(self) -> int:
        return max(reading.total for reading in self.readings)


@dataclass(frozen=True)
class _Terms:
    """Terms of the index by stem: id and frequency."""

    rows: Mapping[str, tuple[int, int]]
    number_of_articles: int

    @classmethod
    def of(cls, stems: Iterable[str], *, generation: int, number_of_articles: int) -> "_Terms":
        rows = sql.terms(set(stems), generation=generation)
        return cls({term: (pk, frequency) for term, pk, frequency in rows}, number_of_articles)

    def frequency(self, stem: str) -> int:
        return self.rows.get(stem, (0, 0))[1]

    def weight(self, stem: str, share: float) -> int:
        """A whole number, so that both databases add up the same: 64 times idf times the reading's share."""
        return round(64 * idf(self.frequency(stem), self.number_of_articles) * share)

    def reading(self, stems: Sequence[str], share: float, **how: str) -> Reading | None:
        known = [stem for stem in stems if stem in self.rows]
        if not known or (len(known) < len(stems) and how):
            return None
        terms = tuple((self.rows[stem][0], self.weight(stem, share)) for stem in known)
        return Reading(terms, tuple(stems), **how)


def idf(frequency: int, number_of_articles: int) -> float:
    return math.log(1 + (number_of_articles - frequency + 0.5) / (frequency + 0.5))


def _needs_correction(word: str, terms: _Terms) -> bool:
    frequency = terms.frequency(analysis.stem(word))
    rare = RARE if terms.number_of_articles >= RARE_FROM_ARTICLES else 0
    return spelling.may_be_misspelt(word) and frequency <= rare


def _corrections(words: Sequence[str], *, generation: int) -> dict[str, list[str]]:
    """Nearest words of the index for each of the words, in one query."""
    keys = {word: spelling.keys_of(word) for word in words}
    wanted = set().union(*keys.values()) if keys else set()
    if not wanted:
        return {}
    by_key: dict[str, dict[str, int]] = defaultdict(dict)
    for key, word, count in sql.words_near(wanted, generation=generation):
        by_key[key][word] = count
    found = {}
    for word, own in keys.items():
        near: dict[str, int] = {}
        for key in own:
            near |= by_key.get(key, {})
        found[word] = spelling.best(word, near)
    return found


def _phrases(words: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """Runs of up to four words, with where they stand."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for start in range(len(words)):
        for length in range(1, min(LONGEST_PHRASE, len(words) - start) + 1):
            found[" ".join(words[start : start + length])].append((start, start + length))
    return found


def _synonyms(words: Sequence[str]) -> list[tuple[int, int, list[str]]]:
    """Spans of the query that are a phrase of a group, the longest first, with the group's other phrases."""
    phrases = _phrases(words)
    named = sql.synonyms(phrases)
    if not named:
        return []
    groups: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    rows = Synonym.objects.filter(group__in={group for _, group in named}).order_by("group", "position", "pk")
    for group, folded, one_way in rows.values_list("group", "folded", "one_way"):
        groups[group].append((folded, one_way))
    spans: dict[tuple[int, int], list[str]] = defaultdict(list)
    for folded, group in named:
        others = [other for other, one_way in groups[group] if other != folded and not one_way]
        for span in phrases[folded]:
            spans[span] += others
    taken: set[int] = set()
    kept = []
    for (start, end), others in sorted(spans.items(), key=lambda item: (item[0][0] - item[0][1], item[0])):
        if taken.isdisjoint(range(start, end)):
            taken |= set(range(start, end))
            kept.append((start, end, list(dict.fromkeys(others))))
    return kept


def units(query: Query, *, generation: int, number_of_articles: int, as_typed: bool = False) -> list[Unit]:
    """What is looked for, each once. Stop words count only where fewer than three other words are there."""
    words = [token.word for token in query.tokens]
    spans = _synonyms(words)
    others = {stem for _, _, phrases in spans for phrase in phrases for stem in _content_stems(phrase)}
    typed = {analysis.stem(word) for word in words}
    terms = _Terms.of(typed | others, generation=generation, number_of_articles=number_of_articles)
    doubtful = [] if as_typed else [word for word in dict.fromkeys(words) if _needs_correction(word, terms)]
    corrections = _corrections(doubtful, generation=generation)
    near = {analysis.stem(word) for found in corrections.values() for word in found}
    more = _Terms.of(near - typed, generation=generation, number_of_articles=number_of_articles)
    terms = _Terms({**terms.rows, **more.rows}, number_of_articles)
    return _units(query, words, spans, terms, corrections)


def _units(
    query: Query,
    words: Sequence[str],
    spans: Sequence[tuple[int, int, list[str]]],
    terms: _Terms,
    corrections: Mapping[str, list[str]],
) -> list[Unit]:
    takes_stop_words = len({token.word for token in query.content}) < FEWEST_CONTENT_WORDS
    found: dict[str, Unit] = {}
    covered: set[int] = set()
    for start, end, others in spans:
        unit = _phrase_unit(words[start:end], others, terms)
        if unit:
            found.setdefault(unit.typed, unit)
            covered |= set(range(start, end))
    for place, word in enumerate(words):
        is_stop = word in QUIET_WORDS
        if place in covered or word in found or (is_stop and not takes_stop_words):
            continue
        share = STOP_WORD if is_stop else 1.0
        if unit := _word_unit(word, share, terms, corrections.get(word, []), is_stop=is_stop):
            found[word] = unit
    by_reading: dict[tuple[str, ...], Unit] = {}
    for unit in found.values():
        by_reading.setdefault(unit.readings[0].stems, unit)
    return list(by_reading.values())


def _content_stems(phrase: str) -> list[str]:
    words = phrase.split()
    return [analysis.stem(word) for word in words if word not in analysis.STOP_WORDS] or words


def _phrase_unit(words: Sequence[str], others: Sequence[str], terms: _Terms) -> Unit | None:
    phrase = " ".join(words)
    own = terms.reading(_content_stems(phrase), 1.0)
    readings = [own] if own else []
    for other in others:
        if reading := terms.reading(_content_stems(other), SYNONYM, synonym=other):
            readings.append(reading.at_most(own.total * SYNONYM) if own else reading)
    return Unit(phrase, tuple(readings)) if readings else None


def _word_unit(word: str, share: float, terms: _Terms, near: Sequence[str], *, is_stop: bool) -> Unit | None:
    stem = analysis.stem(word)
    own = terms.reading([stem], share)
    readings = [own] if own else []
    for other in near:
        corrected = CORRECTED_RARE if own else CORRECTED_UNKNOWN
        if analysis.stem(other) != stem:
            reading = terms.reading([analysis.stem(other)], corrected, instead=other)
            readings += [reading] if reading else []
    return Unit(word, tuple(readings), is_stop) if readings else None
