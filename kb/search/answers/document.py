"""The portable form of a chosen answer, and what holds between all of them. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, ClassVar

from kb.catalogue.codes.forms import is_self_evident
from kb.catalogue.entries import PortableEntry
from kb.lib.portable import Problem
from kb.search.answers.phrases import (
    MOST_TEXTS,
    AnswerPhrase,
    PhraseBroken,
    PhraseWords,
    lists_in,
    parts_of,
    spelled_out,
)
from kb.search.choices import LONGEST_PHRASE, LeadsTo

NAMED = frozenset((LeadsTo.ARTICLE, LeadsTo.VENDOR, LeadsTo.WORD))  # with the one that they lead to


@dataclass(frozen=True)
class AnswerEntry(PortableEntry):
    """A phrase, and what whoever says it is answered; or a list, whose slug is the name that phrases have for it."""

    longest: ClassVar[Mapping[str, int]] = {"phrase": LONGEST_PHRASE}

    slug: str
    phrase: str
    leads_to: str
    which: str = ""
    position: int = 0

    @property
    def is_list(self) -> bool:
        return self.leads_to == LeadsTo.LIST

    @property
    def lists(self) -> tuple[str, ...]:
        """Those that it names, which must be there before it."""
        return lists_in(self.phrase)

    @property
    def is_broken(self) -> bool:
        return any(self._own_problems())

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(choice for part in parts_of(self.phrase) for choice in part.choices)

    def _said(self) -> dict[str, Any]:
        return asdict(self)

    def _own_problems(self) -> Iterator[Problem]:
        if self.leads_to not in LeadsTo:
            yield Problem("leads_to", f"'{self.leads_to}' is nowhere to lead: use {', '.join(LeadsTo.values)}.")
        elif self.leads_to in NAMED and not self.which:
            yield Problem("which", f"Enter the address of {LeadsTo(self.leads_to).label}.")
        elif self.leads_to not in NAMED and self.which:
            yield Problem("which", f"Leave this empty: {LeadsTo(self.leads_to).label} is only one.")
        if self.phrase.strip():
            yield from self._phrase_problems()

    def _phrase_problems(self) -> Iterator[Problem]:
        try:
            parts = parts_of(self.phrase)
        except PhraseBroken as broken:
            yield Problem("phrase", str(broken))
            return
        if self.is_list and len(parts) > 1:
            yield Problem("phrase", "A list is words between slashes: it has no parts.")
        for choice in self.choices:
            if is_self_evident(choice) or re.fullmatch(r"[0-9]+", choice):
                yield Problem("phrase", f"Take out '{choice}': it is an error code, which leads to its own page.")


def _compared(entry: AnswerEntry) -> str:
    return " ".join(entry.phrase.casefold().split())


@dataclass(frozen=True)
class Grammar:
    """All answers as texts are compared with them, in their order, each with its place among the entries."""

    phrases: tuple[tuple[int, AnswerPhrase], ...]
    vocabulary: PhraseWords


def lists_of(entries: Iterable[AnswerEntry]) -> dict[str, tuple[str, ...]]:
    """Each with all that it stands for; it may name those before it."""
    lists: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        if entry.is_list and not entry.is_broken:
            lists[entry.slug] = tuple(way for choice in entry.choices for way in spelled_out(choice, lists))
    return lists


@lru_cache(maxsize=4)
def grammar(entries: tuple[AnswerEntry, ...]) -> Grammar:
    """Made once in a process of the same entries. A broken phrase, which no writer lets in, says nothing."""
    lists = lists_of(entries)
    phrases = []
    for place, entry in enumerate(entries):
        if not entry.is_list and not entry.is_broken:
            phrases.append((place, AnswerPhrase.of(entry.phrase, lists)))
    return Grammar(tuple(phrases), PhraseWords(frozenset().union(*(phrase.texts for _, phrase in phrases))))


@lru_cache(maxsize=256)
def _ways(text: str, lists: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[frozenset[str], ...]:
    return tuple(AnswerPhrase.of(text, dict(lists)).shortest())


def faults_of_all(entries: Mapping[str, AnswerEntry]) -> Iterator[tuple[str, Problem]]:
    """What is wrong between answers that are right each alone, with the slug of the one that it is about."""
    in_order = dict(sorted(entries.items(), key=lambda item: item[1].position))
    lists = lists_of(in_order.values())
    said: dict[frozenset[str], AnswerEntry] = {}
    above: set[str] = set()
    for slug, entry in in_order.items():
        for name in entry.lists:
            if name not in (above if entry.is_list else lists):
                where = " above this one" if entry.is_list else ""
                yield slug, Problem("phrase", f"There is no list '{name}'{where}. Add it, or mend the name.")
        if entry.is_list:
            above.add(slug)
            continue
        ways = _ways(entry.phrase, tuple(lists.items()))
        if len(ways) > MOST_TEXTS:
            yield slug, Problem("phrase", f"This can be said in more than {MOST_TEXTS} ways: make it two phrases.")
            continue
        yield from ((slug, problem) for problem in _said_twice(entry, ways, said))


def _said_twice(
    entry: AnswerEntry, ways: Iterable[frozenset[str]], said: dict[frozenset[str], AnswerEntry]
) -> Iterator[Problem]:
    """One text has one answer. Two phrases that lead to the same may share a text, but not be the same."""
    for way in ways:
        other = said.setdefault(way, entry)
        is_same = _compared(other) == _compared(entry)
        if other is not entry and (is_same or (other.leads_to, other.which) != (entry.leads_to, entry.which)):
            words = " ".join(sorted(way))
            yield Problem("phrase", f"'{other.slug}' is said with the same words already ({words}): keep one of them.")
            return
