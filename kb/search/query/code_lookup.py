"""Which codes a query names, and which articles have them: one look-up for all windows of the text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kb.catalogue import codes
from kb.catalogue.codes import Family, MatchKind
from kb.catalogue.codes.forms import follows_a_code_word
from kb.search.index import sql
from kb.search.index.text import DECLARED
from kb.search.query.parse import BARE, JOINED, Candidate, Query

FEWEST_FOLDED = 4
NUMBERED = 30
_HEX = re.compile(r"[0-9A-F]{8}")


@dataclass(frozen=True)
class Recognised:
    """A code in the query: how it was read, and the articles that have it with the weight each gives it."""

    text: str
    start: int
    end: int
    kind: MatchKind
    strength: int
    articles: Mapping[int, int] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    misread: bool = False


@dataclass
class _Book:
    """The rows that may matter, by each of their keys."""

    normal: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    folded: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    bare: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    families: dict[str, Family] = field(default_factory=dict)

    @classmethod
    def of(cls, generation: int, candidates: Sequence[Candidate]) -> "_Book":
        normals = {key for candidate in candidates for key in _normals(candidate)}
        folds = {key for candidate in candidates for key in _folds(candidate)}
        bares = {key for key in normals if len(key) >= codes.FEWEST_BARE_DIGITS}
        book = cls()
        rows = sql.codes(generation=generation, normal=normals, folded=folds, bare=bares)
        for article, normal, folded, bare, stem, digits, weight in rows:
            book.normal[normal][article] = weight
            book.folded[folded].add(normal)
            if bare:
                book.bare[bare].add(normal)
            if stem:
                book.families[normal] = Family(stem, digits)
        return book

    def numbered(self, number: str) -> dict[int, int]:
        """Articles that declare a code with this number: weaker than the number itself declared, stronger than a
        text that happens to hold it."""
        weights = self.articles(self.bare.get(number, ()))
        return {article: NUMBERED * weight // DECLARED for article, weight in weights.items()}

    def articles(self, keys: Iterable[str]) -> dict[int, int]:
        found: dict[int, int] = {}
        for key in keys:
            for article, weight in self.normal[key].items():
                found[article] = max(weight, found.get(article, 0))
        return found


def _with_and_without_0x(key: str) -> list[str]:
    """Eight hexadecimal digits are written either way."""
    if key.startswith("0X") and _HEX.fullmatch(key[2:]):
        return [key, key[2:]]
    return [key, f"0X{key}"] if _HEX.fullmatch(key) else [key]


def _normals(candidate: Candidate) -> list[str]:
    """The key; a number after a code word is also that of "Error 1004", which is how screens show it."""
    key = codes.normal(candidate.text)
    if key.isdigit() and candidate.strength == JOINED:
        return [*_with_and_without_0x(key), f"ERROR{key}"]
    return _with_and_without_0x(key)


def _folds(candidate: Candidate) -> list[str]:
    return _with_and_without_0x(codes.normal(candidate.text).translate(codes.MISREAD))


def _family(candidate: Candidate, query: Query, book: _Book, text: str) -> list[str]:
    """A family anywhere when joined by _ or -; otherwise only as the whole query or after a code word."""
    is_joined = re.search(r"[0-9][_-]", text) is not None
    stands_alone = candidate.is_whole or candidate.is_spoken or follows_a_code_word(query.text, candidate.start)
    if not is_joined and not stands_alone:
        return []
    held = {key: family for key, family in book.families.items() if family.holds(text)}
    longest = max((len(family.stem) for family in held.values()), default=0)
    return [key for key, family in held.items() if len(family.stem) == longest]


def _stem_of_family(candidate: Candidate, query: Query, book: _Book) -> list[str]:
    """`400_`: the join stands after the window."""
    after = query.text[candidate.end : candidate.end + 2]
    if not re.fullmatch(r"[_-][^A-Za-z0-9]?", after):
        return []
    return [key for key, family in book.families.items() if family.stem == codes.normal(candidate.text)]


def _read(candidate: Candidate, query: Query, book: _Book) -> Recognised | None:  # noqa: PLR0911 - one return a rule
    def recognised(kind: MatchKind, keys: Iterable[str], *, misread: bool = False) -> Recognised:
        found = tuple(sorted(set(keys)))
        c = candidate
        return Recognised(c.text, c.start, c.end, kind, c.strength, book.articles(found), found, misread)

    normals = _normals(candidate)
    if exact := [key for key in normals if key in book.normal]:
        found = recognised(MatchKind.EXACT, exact)
        numbered = book.numbered(normals[0]) if normals[0].isdigit() else {}
        keys = dict.fromkeys((*found.keys, *sorted(book.bare.get(normals[0], ()))))
        return replace(found, articles={**numbered, **found.articles}, keys=tuple(keys))
    has_figures = any(letter.isdigit() for letter in normals[0])
    misread = {key for fold in _folds(candidate) for key in book.folded.get(fold, ())}
    if misread and has_figures and candidate.strength > BARE and len(normals[0]) >= FEWEST_FOLDED:
        return recognised(MatchKind.MISREAD, misread, misread=True)
    if family := _family(candidate, query, book, candidate.text):
        return recognised(MatchKind.FAMILY, family)
    if family := _family(candidate, query, book, candidate.text.upper().translate(codes.MISREAD)):
        return recognised(MatchKind.FAMILY, family, misread=True)
    if family := _stem_of_family(candidate, query, book):
        return recognised(MatchKind.FAMILY, family)
    if normals[0].isdigit() and (owners := book.bare.get(normals[0])):
        return recognised(MatchKind.NUMBER, owners)
    return None


def _is_year(found: Recognised, query: Query) -> bool:
    """2019 beside other words is a year, not a code."""
    is_number = found.strength == BARE and re.fullmatch(r"(?:19|20)[0-9]{2}", found.text)
    return bool(is_number) and len(query.content) > 1


def recognise(query: Query, *, generation: int) -> list[Recognised]:
    """Codes of the query, the longest reading of each place, in the order in which they stand."""
    if not query.candidates:
        return []
    book = _Book.of(generation, query.candidates)
    found = [read for candidate in query.candidates if (read := _read(candidate, query, book))]
    kept: list[Recognised] = []
    order = list(MatchKind)
    for one in sorted(found, key=lambda f: (-(f.end - f.start), order.index(f.kind), f.start)):
        inside = any(other.start <= one.start and one.end <= other.end for other in kept)
        if not inside and not _is_year(one, query):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)
