"""What of a search may be kept, and when a word that nobody of us knows may be shown. Pure."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta

from kb.catalogue import codes
from kb.insight.models.search import LONGEST_WORDS
from kb.insight.seen.rules import is_code_shaped
from kb.privacy import patient_data
from kb.privacy.lone_words import takes_for_name
from kb.privacy.patient_data import PersonalPassage
from kb.privacy.patterns import GAP
from kb.search.known_words import says_something, words_of

VISIT_KEPT = timedelta(hours=48)
VISITS_TO_SHOW, DAYS_TO_SHOW = 3, 2
MOST_WORDS = 12
SHORTEST_UNKNOWN, LONGEST_UNKNOWN = 3, 30
MOST_UNKNOWN = 10  # of one search
MOST_OF_A_VISIT = 500  # searches a day: a whole hospital may stand behind one address
LONGEST_CODE = 40
_OF_ADDRESSES = frozenset("@\\")
_EDGES = " \t.,;:!?()[]{}<>\"'`*“”‘’«»…"


@dataclass(frozen=True)
class KeptSearch:
    """`words` may be written down, with a gap where something else stood. Of `unknown` only a keyed hash may be; what
    may be a name is not among them. `codes` are unknown and have the shape of a code: they may be shown at once."""

    words: str
    unknown: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What the knowledge base knows: texts that are codes of ours, and words of letters."""

    codes: Collection[str] = ()
    words: Collection[str] = ()


def may_be_codes(text: str) -> set[str]:
    return {one.text for one in codes.windows(text) if len(one.text) <= LONGEST_CODE and re.search(r"\d|_", one.text)}


def words_in(text: str) -> set[str]:
    """Those that say something; figures alone are no words."""
    return {word for word in words_of(text) if not word.isdecimal() and says_something(word)}


def _without(text: str, passages: Collection[PersonalPassage]) -> str:
    return patient_data.removed(text, list(passages)).replace(patient_data.REMOVED, f" {GAP} ")


def _known_codes(text: str, known: Known) -> list[codes.Window]:
    """The longest reading where several overlap: 400_645, and not 400 as well."""
    found: list[codes.Window] = []
    for window in sorted(codes.windows(text), key=lambda one: one.start - one.end):
        if window.text in known.codes and all(window.end <= one.start or one.end <= window.start for one in found):
            found.append(window)
    return sorted(found, key=lambda one: one.start)


def _pieces(text: str, known: Known) -> Iterator[tuple[str, bool]]:
    """Each word as it was typed, and the codes of ours between them, marked."""
    at = 0
    for window in _known_codes(text, known):
        yield from ((piece, False) for piece in text[at : window.start].split())
        yield window.text, True
        at = window.end
    yield from ((piece, False) for piece in text[at:].split())


class _Keeping:
    def __init__(self, known: Known) -> None:
        self.known = known
        self.words: list[str] = []
        self.unknown: dict[str, None] = {}
        self.codes: dict[str, None] = {}

    def leave_out(self) -> None:
        if self.words[-1:] != [GAP]:
            self.words.append(GAP)

    def piece(self, text: str) -> None:
        bare, words = text.strip(_EDGES), words_of(text)
        is_word = len(words) == 1 and words[0] in self.known.words  # CIS2 has the shape of a code
        if is_code_shaped(bare) and not is_word:
            key = codes.normal(bare)
            self.codes[key] = None
            self.words.append(key)
            return
        if text.strip() == GAP or not _OF_ADDRESSES.isdisjoint(text):
            self.leave_out()
            return
        for word in words:
            self.word(word)

    def word(self, word: str) -> None:
        if not says_something(word):
            return
        is_name = takes_for_name(word)
        if word in self.known.words and not word.isdecimal() and not is_name:
            self.words.append(word)
            return
        self.leave_out()
        if word.isalpha() and not is_name and SHORTEST_UNKNOWN <= len(word) <= LONGEST_UNKNOWN:
            self.unknown[word] = None


def _cut(words: list[str]) -> str:
    """What editors can read in a line."""
    if len(words) > MOST_WORDS:
        words = [*words[:MOST_WORDS], GAP]
    while len(said := " ".join(words)) > LONGEST_WORDS:
        words = [*words[:-2], GAP]
    return said.replace(f"{GAP} {GAP}", GAP)


def kept_of(text: str, known: Known) -> KeptSearch:
    """Of a search that was reduced already; what may be personal is left out once more."""
    passages = patient_data.find(text, is_code=lambda one: one in known.codes)
    keeping = _Keeping(known)
    for piece, is_code in _pieces(_without(text, passages), known):
        if is_code:
            keeping.words.append(codes.normal(piece)[:LONGEST_CODE])
        else:
            keeping.piece(piece)
    said = _cut(keeping.words) if any(word != GAP for word in keeping.words) else ""
    return KeptSearch(said, tuple(keeping.unknown)[:MOST_UNKNOWN], tuple(keeping.codes)[:MOST_UNKNOWN])


def may_show(*, visits: int, days: int) -> bool:
    """So many have typed it that it tells of nobody."""
    return visits >= VISITS_TO_SHOW and days >= DAYS_TO_SHOW
