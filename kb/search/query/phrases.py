"""Which runs of words are a phrase of the synonyms, whatever forms the words have, and what the groups say instead."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kb.search.index import sql
from kb.search.index.analysis import LONGEST_PHRASE, UNSAID, phrase_key


@dataclass(frozen=True)
class Phrase:
    """Words `start` to `end` of a text, and the other phrases of their group, folded."""

    start: int
    end: int
    others: tuple[str, ...]


def _runs(words: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """Runs of up to four words that say something, by key, with where they stand."""
    said = [place for place, word in enumerate(words) if word not in UNSAID]
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for first in range(len(said)):
        for length in range(1, min(LONGEST_PHRASE, len(said) - first) + 1):
            places = said[first : first + length]
            found[phrase_key([words[place] for place in places])].append((places[0], places[-1] + 1))
    return found


def phrases(words: Sequence[str]) -> list[Phrase]:
    """The longest first; none shares a word with another."""
    runs = _runs(words)
    spans: dict[tuple[int, int], list[str]] = defaultdict(list)
    for own, phrase, other in sql.synonyms(runs):
        for span in runs[own]:
            spans[span] += [other] if other and other != phrase else []
    taken: set[int] = set()
    kept = []
    for (start, end), others in sorted(spans.items(), key=lambda item: (item[0][0] - item[0][1], item[0])):
        if taken.isdisjoint(range(start, end)):
            taken |= set(range(start, end))
            kept.append(Phrase(start, end, tuple(dict.fromkeys(others))))
    return kept
