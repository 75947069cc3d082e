"""From the words of a query to terms of the index: as typed, corrected, or by a synonym."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from kb.search.index import analysis, sql
from kb.search.query import spelling
from kb.search.query.parse import FEWEST_CONTENT_WORDS, NO_EVIDENCE, Query
from kb.search.query.phrases import phrases
from kb.search.query.spelling import MeantWord, Vocabulary

STOP_WORD = 0.25
CORRECTED_UNKNOWN = 0.9
CORRECTED_RARE = 0.5
SYNONYM = 0.8
LEAST_OF_A_PHRASE = 64  # as much as a word that three of eight articles have
RARE = 2
RARE_FROM_ARTICLES = 500  # in a small library most good words are rare, so rare is no sign of a slip


@dataclass(frozen=True)
class Reading:
    """One way to read a unit: its terms, each with the weight of a find; `instead` is set for a correction.

    `frequency` is how many articles have the rarest of the terms.
    """

    terms: tuple[tuple[int, int], ...]
    stems: tuple[str, ...]
    instead: str = ""
    synonym: str = ""
    frequency: int = 0

    @cached_property
    def total(self) -> int:
        return sum(weight for _, weight in self.terms)

    @cached_property
    def only_term(self) -> tuple[int, int] | None:
        """The term and its weight, where there is one alone."""
        return self.terms[0] if len(self.terms) == 1 else None

    @cached_property
    def term_ids(self) -> frozenset[int]:
        return frozenset(term for term, _ in self.terms)

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

    def reading(self, stems: Sequence[str], share: float, *, instead: str = "", synonym: str = "") -> Reading | None:
        """What was typed counts for as much of it as is known; another word for it only whole."""
        known = [stem for stem in stems if stem in self.rows]
        if not known or (len(known) < len(stems) and (instead or synonym)):
            return None
        terms = tuple((self.rows[stem][0], self.weight(stem, share)) for stem in known)
        return Reading(terms, tuple(stems), instead, synonym, min(self.rows[stem][1] for stem in known))


def idf(frequency: int, number_of_articles: int) -> float:
    return math.log(1 + (number_of_articles - frequency + 0.5) / (frequency + 0.5))


def _needs_correction(word: str, terms: _Terms) -> bool:
    frequency = terms.frequency(analysis.stem(word))
    rare = RARE if terms.number_of_articles >= RARE_FROM_ARTICLES else 0
    return analysis.may_be_misspelt(word) and frequency <= rare


@dataclass(frozen=True)
class _Group:
    """Words `start` to `end` of a text, looked for as one: with other phrases for it, and with its words joined."""

    start: int
    end: int
    others: tuple[str, ...] = ()
    joined: str = ""


class LookedFor(NamedTuple):
    """What is looked for, each once; the words as they were meant, in their order; which were cut into which; and those
    that say something but stand in no article, by no other reading either.
    """

    units: list[Unit]
    words: tuple[str, ...]
    cut: Mapping[str, str]
    unknown: tuple[str, ...] = ()


def looked_for(query: Query, *, generation: int, number_of_articles: int, as_typed: bool = False) -> LookedFor:
    """Stop words count only where fewer than three other words are there."""
    words = [token.word for token in query.tokens]
    typed = {analysis.stem(word) for word in words}
    joins = {analysis.stem(join) for join in spelling.joins(words)}
    terms = _Terms.of(typed | joins, generation=generation, number_of_articles=number_of_articles)
    meant = _meant(words, terms, Vocabulary(generation), as_typed=as_typed)
    groups = _groups(meant, terms)
    stems = {stem for group in groups for phrase in group.others for stem in _content_stems(phrase)}
    stems |= {analysis.stem(other) for word in meant for other in (word.word, *word.near)}
    more = _Terms.of(stems - typed - joins, generation=generation, number_of_articles=number_of_articles)
    terms = _Terms({**terms.rows, **more.rows}, number_of_articles)
    in_groups = {place for group in groups for place in range(group.start, group.end)}
    # In a phrase a slip is read one way, in its neighbours too; other words keep all their readings.
    read = [word.likeliest if place in in_groups else word.word for place, word in enumerate(meant)]
    said = tuple(word for word in read if word not in NO_EVIDENCE)
    units, unknown = _units(query, meant, groups, terms)
    return LookedFor(units, said, spelling.what_was_cut(meant), unknown)


def _meant(words: Sequence[str], terms: _Terms, vocabulary: Vocabulary, *, as_typed: bool) -> list[MeantWord]:
    def frequency(word: str) -> int:
        return terms.frequency(analysis.stem(word))

    if as_typed:
        return [MeantWord(word, word, is_known=bool(frequency(word))) for word in words]
    joined = spelling.joined(words, frequency)
    doubtful = [word for word in dict.fromkeys(one.word for one in joined) if _needs_correction(word, terms)]
    return spelling.meant(joined, vocabulary, doubtful)


def _groups(meant: Sequence[MeantWord], terms: _Terms) -> list[_Group]:
    """The phrases, and beside them what is one word for two neighbours, as "pass code"."""
    likeliest = [word.likeliest for word in meant]
    found = [_Group(phrase.start, phrase.end, phrase.others) for phrase in phrases(likeliest)]
    taken = {place for phrase in found for place in range(phrase.start, phrase.end)}
    for place, joined in enumerate(spelling.joins([word.word for word in meant])):
        if joined and terms.frequency(analysis.stem(joined)) and taken.isdisjoint((place, place + 1)):
            found.append(_Group(place, place + 2, joined=joined))
            taken |= {place, place + 1}
    return found


def _units(
    query: Query, meant: Sequence[MeantWord], groups: Sequence[_Group], terms: _Terms
) -> tuple[list[Unit], tuple[str, ...]]:
    """The units, and the words that are none."""
    takes_stop_words = len({token.word for token in query.content}) < FEWEST_CONTENT_WORDS
    found: dict[str, Unit] = {}
    unknown: dict[str, None] = {}
    covered: set[int] = set()
    for group in groups:
        unit = _phrase_unit(meant[group.start : group.end], group, terms)
        if unit:
            found.setdefault(unit.typed, unit)
            covered |= set(range(group.start, group.end))
    for number, word in enumerate(meant):
        is_stop = word.word in NO_EVIDENCE
        if number in covered or word.word in found or (is_stop and not takes_stop_words):
            continue
        share = STOP_WORD if is_stop else 1.0
        if unit := _word_unit(word, share, terms, is_stop=is_stop):
            found[word.word] = unit
        elif not is_stop:
            unknown[word.word] = None
    by_reading: dict[tuple[str, ...], Unit] = {}
    for unit in found.values():
        by_reading.setdefault(unit.readings[0].stems, unit)
    return list(by_reading.values()), tuple(unknown)


def _content_stems(phrase: str) -> list[str]:
    words = phrase.split()
    return [analysis.stem(word) for word in words if word not in analysis.STOP_WORDS] or words


def _phrase_unit(meant: Sequence[MeantWord], group: _Group, terms: _Terms) -> Unit | None:
    typed = " ".join(word.word for word in meant)
    likeliest = " ".join(word.likeliest for word in meant)
    instead = likeliest if likeliest != typed else ""
    own = terms.reading(_content_stems(likeliest), CORRECTED_UNKNOWN if instead else 1.0, instead=instead)
    joined = group.joined and terms.reading([analysis.stem(group.joined)], CORRECTED_UNKNOWN, instead=group.joined)
    readings = [reading for reading in (own, joined) if reading]
    others = [terms.reading(_content_stems(other), SYNONYM, synonym=other) for other in group.others]
    # A rare synonym says no more than the word that was typed; but a phrase may be of common words ("come out").
    least = LEAST_OF_A_PHRASE if len(meant) > 1 else 0
    cap = max(least, own.total * SYNONYM) if own and len(own.terms) == len(own.stems) else math.inf
    readings += [reading.at_most(cap) for reading in others if reading]
    return Unit(typed, tuple(readings)) if readings else None


def _word_unit(word: MeantWord, share: float, terms: _Terms, *, is_stop: bool) -> Unit | None:
    stem = analysis.stem(word.word)
    own = terms.reading([stem], share)
    readings = [own] if own else []
    for other in word.near:
        corrected = CORRECTED_RARE if own else CORRECTED_UNKNOWN
        if analysis.stem(other) != stem:
            reading = terms.reading([analysis.stem(other)], corrected, instead=other)
            readings += [reading] if reading else []
    return Unit(word.word, tuple(readings), is_stop) if readings else None
