"""Words and letters that people meet on these screens, and what they mean: what a file says of one, and what was asked.

Pure Python.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.catalogue import limits
from kb.catalogue.entries import PortableEntry, list_problems
from kb.lib.portable import Problem

LONGEST_ASKED = 80
# Other places on the page of words; the skip link leads to the first.
PLACES_OF_THE_PAGE = frozenset(("maincontent", "menu", "search-field"))
NO_LETTER = "0-9"  # for figures, and for letters that are none of A to Z
_ASKED = (
    r"(?:please )?(?:can you )?(?:tell me )?what(?: is|'s|’s|s| are| does| do)(?: an?| the| my| your)? (?P<word>.+?)"
    r"(?: (?:mean|means|stand for|stands for))?",
    r"(?:the )?(?:meaning|definition) of(?: an?| the)? (?P<word>.+)",
    r"(?:define|explain) (?P<word>.+)",
    r"(?P<word>.+?) (?:meaning|definition|means|stands for)(?: what)?",
)
_QUESTIONS = tuple(re.compile(question, re.IGNORECASE) for question in _ASKED)
MOST_ALONE = 2  # words
# RA, HSCN, e-RS, NHSmail: nobody who types only that wants anything else first.
_LETTERS = re.compile(r"(?=(?:[^A-Z0-9]*[A-Z0-9]){2})[\w.-]+")


def folded(text: str) -> str:
    """What is compared: capitals, spaces and signs make no difference."""
    return "".join(re.findall(r"[^\W_]", text.casefold()))


@dataclass(frozen=True)
class WordEntry(PortableEntry):
    """One plain sentence about a word. `in_steps`: where steps use it first, they lead to it."""

    longest = limits.WORD
    may_be_empty = ("stands_for", "more", "source")

    slug: str
    word: str
    meaning: str
    stands_for: str = ""
    spellings: tuple[str, ...] = ()
    in_steps: bool = False
    more: str = ""
    source: str = ""
    position: int = 0

    @property
    def texts(self) -> tuple[str, ...]:
        """Every way in which it is written; what the letters stand for is one."""
        return tuple(filter(None, (self.word, self.stands_for, *self.spellings)))

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(map(folded, self.texts))

    @property
    def letter(self) -> str:
        """Under which it stands in a list: a letter from A to Z, whatever sign or accent it is written with."""
        first = unicodedata.normalize("NFKD", folded(self.word))[:1].upper()
        return first if "A" <= first <= "Z" else NO_LETTER

    @property
    def address(self) -> str:
        return f"/words/#{self.slug}"

    def _own_problems(self) -> Iterator[Problem]:
        if self.slug in PLACES_OF_THE_PAGE or self.slug.startswith("letter-"):
            yield Problem("slug", f"'{self.slug}' is another place on the page of words: choose another.")
        yield from list_problems("spellings", self.spellings, limits.WORD["word"])
        if self.more and not re.fullmatch(r"/[a-z0-9][^\s]*", self.more):
            yield Problem("more", "Enter a path of this site, such as /who-can-help/.")
        first: dict[str, str] = {}
        for text in self.texts:
            key = folded(text)
            if not key:
                yield Problem("spellings", f"'{text}' holds no letter or figure, so nobody can ask for it.")
            elif key in first:
                yield Problem("spellings", f"'{text}' is written twice: capitals and separators make no difference.")
            first.setdefault(key, text)


def asked_in(text: str) -> tuple[str, bool]:
    """The word that is asked about, and whether its meaning is: "what does SOPIN mean?" asks for it, "RA" may."""
    plain = " ".join(text.split()).strip(" ?!.,;:“”\"'")
    if not plain or len(plain) > LONGEST_ASKED:
        return "", False
    for question in _QUESTIONS:
        if match := question.fullmatch(plain):
            return match["word"].strip(" “”\"'"), True
    return (plain, False) if len(plain.split()) <= MOST_ALONE else ("", False)


def explained(text: str, entries: Iterable[WordEntry]) -> WordEntry | None:
    """The entry that a search asks for. A plain word alone, such as passcode, is a search for help and no question."""
    word, is_question = asked_in(text)
    if not word:
        return None
    keys = {folded(word), folded(word.removesuffix("s"))} - {""}
    for entry in entries:
        for one in entry.texts:
            if folded(one) in keys and (is_question or _LETTERS.fullmatch(one)):
                return entry
    return None
