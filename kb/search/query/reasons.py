"""Why an article was found, in words that tell something, and which of them are lit in it. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence

from kb.search.index import analysis
from kb.search.index.text import SEEN
from kb.search.query.fit import whole_weight
from kb.search.query.ranking import Ranked, Ranking
from kb.search.query.snippets import WantedTerms
from kb.search.query.words import Reading, Unit

EVERYWHERE = 1 / 3  # of all articles: such a word tells none of them from the others
FEW_ARTICLES = 5
MOST_WORDS_SAID = 5
LEAST_SAID = 0.6  # of the text's weight, for one line to be the reason
LINE_WORTH_A_LOOK = 0.2
ANOTHER_WORD = 0.5
LONGEST_SAID = 100
_SENTENCE = re.compile(r"(?<=[.!?])\s+| · ")


class Reasons:
    """For the hits of one search."""

    def __init__(self, ranking: Ranking) -> None:
        self._ranking = ranking
        self._most = max(FEW_ARTICLES, EVERYWHERE * ranking.number_of_articles)
        self._whole = whole_weight(ranking.units, ranking.unknown_words, ranking.number_of_articles)
        self._wanted: dict[tuple[str, ...], WantedTerms] = {}

    def codes(self, one: Ranked) -> tuple[str, ...]:
        """Those of the text that it has."""
        return tuple(dict.fromkeys(code.text for code in self._ranking.codes if one.article in code.articles))

    def words(self, one: Ranked) -> list[str]:
        """The telling ones, as they were read."""
        found = [(unit.typed, one.found.readings[unit.typed]) for unit in self._found(one) if self._tells(unit, one)]
        return [_as_read(typed, reading) for typed, reading in found][:MOST_WORDS_SAID]

    def line(self, one: Ranked, texts: Iterable[tuple[str, str]]) -> tuple[str, str]:
        """The line of what one sees that says most of the search, and the text it stands in; else nothing."""
        best = (LEAST_SAID * self._whole, "", "")
        if one.line < LINE_WORTH_A_LOOK:
            return "", ""
        for place, text in texts:
            for said in _SENTENCE.split(text) if place == SEEN else ():
                weight = self._weight_in(said) if len(said) <= LONGEST_SAID else 0
                if weight > best[0] or (weight == best[0] and len(said) < len(best[1])):
                    best = (weight, said.strip(" .·"), text)
        return best[1:]

    def wanted(self, one: Ranked) -> WantedTerms:
        """What is lit: the telling words, else others that say something, else all."""
        found = self._found(one)
        telling = [unit for unit in found if self._tells(unit, one)]
        lit = telling or [unit for unit in found if not unit.is_stop] or found
        key = tuple(unit.typed for unit in lit)
        if key not in self._wanted:
            self._wanted[key] = WantedTerms(_weights(lit))
        return self._wanted[key]

    def _found(self, one: Ranked) -> list[Unit]:
        return [unit for unit in self._ranking.units if unit.typed in one.found.readings]

    def _tells(self, unit: Unit, one: Ranked) -> bool:
        return not unit.is_stop and one.found.readings[unit.typed].frequency <= self._most

    def _weight_in(self, line: str) -> float:
        stems = {analysis.stem(word) for word in analysis.words(line)}
        return sum(_weight_of(unit, stems) for unit in self._ranking.units if not unit.is_stop)


def _weight_of(unit: Unit, stems: Collection[str]) -> float:
    """Other words for it count half: a line that says nothing as it was typed is not taken for the reason."""
    shares = [ANOTHER_WORD if one.synonym else 1 for one in unit.readings if all(stem in stems for stem in one.stems)]
    return unit.total * max(shares, default=0)


def _as_read(typed: str, reading: Reading) -> str:
    if reading.synonym:
        return f"{typed} ({reading.synonym})"
    return reading.instead or typed


def _weights(units: Sequence[Unit]) -> dict[str, int]:
    weights: dict[str, int] = {}
    for unit in units:
        for reading in unit.readings:
            for stem in reading.stems:
                weights[stem] = max(reading.total, weights.get(stem, 0))
    return weights
