"""Words as they were probably meant: a slip, two words typed as one, one typed as two. Never codes or numbers."""

import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kb.search.index import analysis, sql
from kb.search.query.english import is_common

SHORTEST_JOINED = 6
LONGEST_JOINED = 30
SHORTEST_PIECE = 2
MOST_PIECES = 3
MOST_CUT = 5  # words of one text that are cut up


@dataclass(frozen=True)
class MeantWord:
    """A word to look up. `typed` is the word of the text that it is or is a piece of; `near` are other words that
    it may be, the likeliest first; `is_known` says whether an article has it."""

    word: str
    typed: str
    near: tuple[str, ...] = ()
    is_known: bool = True

    @property
    def likeliest(self) -> str:
        return self.word if self.is_known or not self.near else self.near[0]


class Vocabulary:
    """Words that articles of a generation have, and words of synonyms, each read when it is needed."""

    def __init__(self, generation: int) -> None:
        self._generation = generation

    @cached_property
    def _phrases(self) -> Sequence[tuple[str, int]]:
        return [(phrase, is_asked) for phrase, is_asked in sql.phrases()]

    @cached_property
    def _of_synonyms(self) -> frozenset[str]:
        return frozenset(word for phrase, is_asked in self._phrases if not is_asked for word in phrase.split())

    @cached_property
    def _of_answers(self) -> frozenset[str]:
        return frozenset(word for phrase, is_asked in self._phrases if is_asked for word in analysis.words(phrase))

    def is_word(self, word: str) -> bool:
        """Though no article may have it: "everyone" is not "every one", and "assigned" is not "as signed"."""
        return is_common(word) or word in self._of_synonyms or word in self._of_answers

    def counts(self, words: Collection[str]) -> dict[str, int]:
        """Of those that are known; a word of a synonym that no article has counts 1."""
        found = dict.fromkeys(self._of_synonyms.intersection(words), 1)
        return found | dict(sql.words(words, generation=self._generation))

    def near(self, words: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """For each word the nearest known ones."""
        keys = {word: analysis.keys_of(word) for word in words}
        if not any(keys.values()):
            return {}
        by_key: dict[str, dict[str, int]] = defaultdict(dict)
        for key, word, count in sql.words_near(set().union(*keys.values()), generation=self._generation):
            by_key[key][word] = count
        for word in self._of_synonyms:
            for key in analysis.keys_of(word):
                by_key[key].setdefault(word, 1)
        found = {}
        for word, own in keys.items():
            near: dict[str, int] = {}
            for key in own:
                near |= by_key.get(key, {})
            found[word] = tuple(analysis.best(word, near))
        return found


def _pieces(word: str) -> set[str]:
    starts_and_ends = itertools.combinations(range(len(word) + 1), 2)
    return {word[start:end] for start, end in starts_and_ends if end - start >= SHORTEST_PIECE}


def cut(word: str, counts: Mapping[str, int]) -> tuple[str, ...]:
    """The known words that it consists of: the fewest, of these the commonest; nothing where there are none."""
    best: dict[int, tuple[int, float, tuple[str, ...]]] = {0: (0, 0.0, ())}
    for end in range(SHORTEST_PIECE, len(word) + 1):
        ways = []
        for start, (number, against, before) in best.items():
            piece = word[start:end]
            if number < MOST_PIECES and len(piece) < len(word) and _may_be_piece(piece, counts):
                ways.append((number + 1, round(against - math.log2(counts[piece]), 6), (*before, piece)))
        if ways:
            best[end] = min(ways)
    return best[len(word)][2] if len(word) in best else ()


def _may_be_piece(piece: str, counts: Mapping[str, int]) -> bool:
    return piece in counts and (len(piece) > SHORTEST_PIECE or piece in analysis.STOP_WORDS)


def _may_be_joined(word: str) -> bool:
    return SHORTEST_JOINED <= len(word) <= LONGEST_JOINED and word.isalpha()


def joins(words: Sequence[str]) -> list[str]:
    """By the place of the first: two neighbours as one word, where both are of letters; else nothing."""
    return [one + other if _are_letters(one, other) else "" for one, other in itertools.pairwise(words)]


def _are_letters(one: str, other: str) -> bool:
    return one.isalpha() and other.isalpha() and len(one) + len(other) >= SHORTEST_JOINED


def joined(words: Sequence[str], frequency: Callable[[str], int]) -> list[MeantWord]:
    """Two neighbours are one word where that is commoner than the rarer of the two: "smart card", not "log in"."""
    found: list[MeantWord] = []
    pairs = joins(words)
    place = 0
    while place < len(words):
        pair = pairs[place] if place < len(pairs) else ""
        if pair and frequency(pair) > min(frequency(words[place]), frequency(words[place + 1])):
            found.append(MeantWord(pair, f"{words[place]} {words[place + 1]}"))
            place += 2
        else:
            word = words[place]
            found.append(MeantWord(word, word, is_known=bool(frequency(word))))
            place += 1
    return found


def meant(words: Sequence[MeantWord], vocabulary: Vocabulary, doubtful: Iterable[str]) -> list[MeantWord]:
    """The words of a text in their order, those that are `doubtful` corrected.

    Only a word that is nobody's slip is cut up: "smartcrad" is one word, not three.
    """
    doubtful = [word for word in doubtful if not vocabulary.is_word(word)]
    near = vocabulary.near(doubtful)
    known = {word.word for word in words if word.is_known}
    unlike = (word for word in doubtful if word not in known and not near.get(word))
    strange = [word for word in unlike if _may_be_joined(word)][:MOST_CUT]
    pieces = set().union(*(_pieces(word) for word in strange))
    counts = vocabulary.counts(pieces) if pieces else {}
    parts = {word: cut(word, counts) for word in strange}
    found = []
    for word in words:
        if parts.get(word.word):
            found += [MeantWord(part, word.typed) for part in parts[word.word]]
        else:
            found.append(replace(word, near=near.get(word.word, ())))
    return found


def what_was_cut(words: Sequence[MeantWord]) -> dict[str, str]:
    """By the word that was typed, the words it was cut into."""
    pieces: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if word.word != word.typed and word.word in word.typed:
            pieces[word.typed].append(word.word)
    return {typed: " ".join(dict.fromkeys(found)) for typed, found in pieces.items()}
