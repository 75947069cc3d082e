"""What a phrase of a chosen answer says, and which texts say it. Pure.

    everyone / nobody / whole {place} + log in / sign in / [today / {place}]

Parts stand between plus signs, and a text must say each, in any order; a part in brackets may be said or not. Between
slashes stand the choices of a part: the words of one stand together, with small words between at most. A name in braces
stands for all choices of a list.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kb.search.index import analysis
from kb.search.query.parse import QUIET_WORDS

ALWAYS = "anything"  # the list of what may be said with every phrase
MOST_CHOICES = 1000  # that one of them with names of lists may stand for
MOST_TEXTS = 20_000  # in which a phrase may be said
MOST_TOGETHER = 4  # telling words of a choice
MOST_CORRECTED = 3

# SaidText in any search and telling nothing of what is asked; but "who", "out" and "all" tell something here.
_TELLING = {"after", "all", "any", "before", "but", "just", "no", "now", "off", "out", "same", "some", "us"}
_TELLING |= {"where", "which", "who", "why"}
_ALSO_SMALL = {"arent", "because", "couldnt", "cos", "didnt", "hadnt", "hasnt", "havent", "hes", "id", "ill", "lets"}
_ALSO_SMALL |= {"onto", "shes", "thats", "theres", "theyre", "wasnt", "werent", "weve", "whats", "wont", "wouldnt"}
SMALL_WORDS = frozenset((QUIET_WORDS | _ALSO_SMALL) - _TELLING)

_NOTHING_ALONE = frozenset({"just", "only"})

# "Log in" is no "log" and "sign in" no "sign": "log in error" asks for no form, "sign in to EPS" for no signature.
_ENTERING = frozenset({"log", "sign"})
_INTO = frozenset({"in", "into", "on", "onto"})
_WHO_ENTERS = frozenset({"back", "her", "him", "me", "them", "us", "you"})
_ENTRY = "login"

_LIST = re.compile(r"\{([^{}]*)\}")
_MARKS = re.compile(r"[{}\[\]]")

type Lists = Mapping[str, tuple[str, ...]]


class PhraseBroken(ValueError):  # noqa: N818 - named for what went wrong, like every exception of the house
    """The phrase is not of its form; the words say what to do."""


@dataclass(frozen=True)
class PhrasePart:
    """The choices as they are written, names of lists and all."""

    choices: tuple[str, ...]
    is_optional: bool = False


def parts_of(text: str) -> tuple[PhrasePart, ...]:
    """Raises PhraseBroken."""
    parts = tuple(_part(piece.strip()) for piece in text.split("+"))
    if all(part.is_optional for part in parts):
        raise PhraseBroken("Enter at least one part without brackets: a text must say something to be answered.")
    return parts


def _part(text: str) -> PhrasePart:
    is_optional = text.startswith("[") and text.endswith("]")
    written = text[1:-1] if is_optional else text
    choices = tuple(" ".join(choice.split()) for choice in written.split("/"))
    for choice in choices:
        if _MARKS.search(_LIST.sub("", choice)):
            raise PhraseBroken(f"Close the brackets and braces of '{text}': [may be said], {{name of a list}}.")
        if not analysis.words(_LIST.sub("list", choice)):
            raise PhraseBroken("Enter words between all slashes and plus signs.")
        if len(Wording.of(_LIST.sub("list", choice)).stems) > MOST_TOGETHER:
            raise PhraseBroken(f"Shorten '{choice}' to {MOST_TOGETHER} words, or part it with a plus sign.")
    return PhrasePart(choices, is_optional)


def with_entering(words: Sequence[str]) -> list[str]:
    """With "log in", "signing on" or "log me in" as one word, as it is one thing that is done."""
    said: list[str] = []
    for word in words:
        before = said[-2:] if said and said[-1] in _WHO_ENTERS else said[-1:]
        if word in _INTO and before and analysis.stem(before[0]) in _ENTERING:
            said[-len(before) :] = [_ENTRY]
        else:
            said.append(word)
    return said


def lists_in(text: str) -> tuple[str, ...]:
    """The names of the lists that a phrase names, each once."""
    return tuple(dict.fromkeys(name.strip() for name in _LIST.findall(text)))


def spelled_out(choice: str, lists: Lists) -> Iterator[str]:
    """Every choice that one with names of lists stands for; none where a list is not there."""
    pieces = _LIST.split(choice)  # text, name, text, name, …
    ways = [lists.get(piece.strip(), ()) if place % 2 else (piece,) for place, piece in enumerate(pieces)]
    yield from itertools.islice((" ".join("".join(way).split()) for way in itertools.product(*ways)), MOST_CHOICES)


@dataclass(frozen=True)
class Wording:
    """What a text must hold to say it: these stems, one after another; of small words only where it has no others, or
    one that says nothing without them: "just me" is not "just".
    """

    stems: tuple[str, ...]
    is_small: bool

    @classmethod
    def of(cls, text: str) -> "Wording":
        words = with_entering(analysis.words(text))
        telling = [word for word in words if word not in SMALL_WORDS]
        is_small = len(words) > 1 and _NOTHING_ALONE.issuperset(telling) if telling else True
        return cls(tuple(map(analysis.stem, words if is_small else telling)), is_small)


_wording = lru_cache(maxsize=20_000)(Wording.of)  # lists stand in many phrases


class SaidText:
    """A text as it is compared: runs of its words, and of those that tell something, with where these stand."""

    def __init__(self, words: Iterable[str]) -> None:
        words = with_entering(list(words))
        telling = [analysis.stem(word) for word in words if word not in SMALL_WORDS]
        self.places = frozenset(range(len(telling)))
        tells = [word not in SMALL_WORDS for word in words]
        self._small: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for run, start in _runs([analysis.stem(word) for word in words]):
            before = sum(tells[:start])
            self._small[run].update(range(before, before + sum(tells[start : start + len(run)])))
        self._telling: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for run, start in _runs(telling):
            self._telling[run].update(range(start, start + len(run)))

    @property
    def stems(self) -> set[str]:
        return {run[0] for run in self._telling if len(run) == 1}

    def holds(self, choice: Wording) -> bool:
        return choice.stems in (self._small if choice.is_small else self._telling)

    def places_of(self, choice: Wording) -> Collection[int]:
        """Of the telling words that say it."""
        return (self._small if choice.is_small else self._telling).get(choice.stems, ())


def _runs(stems: Sequence[str]) -> Iterator[tuple[tuple[str, ...], int]]:
    for start in range(len(stems)):
        for end in range(start + 1, min(start + MOST_TOGETHER, len(stems)) + 1):
            yield tuple(stems[start:end]), start


@dataclass(frozen=True)
class AnswerPhrase:
    """The choices of each part; those that may be said apart."""

    parts: tuple[tuple[Wording, ...], ...]
    optional: tuple[Wording, ...]
    texts: frozenset[str]  # every choice, in words

    @classmethod
    def of(cls, text: str, lists: Lists) -> "AnswerPhrase":
        parts, optional, texts = [], list(map(_wording, lists.get(ALWAYS, ()))), list(lists.get(ALWAYS, ()))
        for part in parts_of(text):
            ways = [way for choice in part.choices for way in spelled_out(choice, lists)]
            texts += ways
            choices = tuple(dict.fromkeys(map(_wording, ways)))
            if part.is_optional:
                optional += choices
            else:
                parts.append(choices)
        return cls(tuple(parts), tuple(optional), frozenset(texts))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stem for choice in (*self.optional, *itertools.chain(*self.parts)) for stem in choice.stems)

    def is_said_in(self, said: SaidText) -> bool:
        """By the whole text, with nothing beside it: the parts in any order, any endings, small words between."""
        if not said.stems <= self._stems:
            return False
        held = [[choice for choice in part if said.holds(choice)] for part in self.parts]
        if not all(held):
            return False
        choices = itertools.chain(self.optional, *held)
        return said.places == {place for choice in choices for place in said.places_of(choice)}

    def shortest(self) -> Iterator[frozenset[str]]:
        """The words that it takes to say it, in every way; one more than may be, if there are too many."""
        for way in itertools.islice(itertools.product(*self.parts), MOST_TEXTS + 1):
            yield frozenset(stem for choice in way for stem in choice.stems)


class PhraseWords:
    """The words of all phrases, and what a word that is none of them may have been meant to be."""

    def __init__(self, texts: Collection[str]) -> None:
        self._words = {word for text in texts for word in analysis.words(text)} | SMALL_WORDS
        self._stems = {analysis.stem(word) for word in self._words}
        self._near = dict.fromkeys(sorted(self._words), 1)

    def holds(self, word: str) -> bool:
        return word in self._words or analysis.stem(word) in self._stems

    def instead_of(self, word: str) -> tuple[str, ...]:
        """The words of ours that one with a slip, or two written as one, stand for; nothing for any other."""
        for place in range(2, len(word) - 1):
            both = word[:place], word[place:]
            if self._words.issuperset(both) and not SMALL_WORDS.issuperset(both):  # "forgot" is not "for got"
                return both
        if not analysis.may_be_misspelt(word):
            return ()
        return tuple(analysis.best(word, self._near)[:1])

    def joined(self, words: Iterable[str]) -> list[str]:
        """With two words as one where that is a word of ours and one of the two is none: "every body"."""
        found: list[str] = []
        for word in words:
            both = f"{found[-1]}{word}" if found else ""
            if both in self._words and not (self.holds(found[-1]) and self.holds(word)):
                found[-1] = both
            else:
                found.append(word)
        return found
