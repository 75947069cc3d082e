"""Which codes a query names, and which articles have them: one look-up for all windows of the text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kb.catalogue import codes
from kb.catalogue.codes import Family, MatchKind
from kb.catalogue.codes.families import WildPart, most_specific
from kb.catalogue.codes.forms import follows_a_code_word
from kb.catalogue.codes.keys import is_short_number, otherwise, parted
from kb.search.index import sql
from kb.search.index.text import DECLARED
from kb.search.query.parse import BARE, JOINED, SELF_EVIDENT, Candidate, Query

FEWEST_FOLDED = 4
NUMBERED = 30
CUT_SHORT = 4
_HEX = re.compile(r"[0-9A-F]{8}")
_FIGURE = re.compile(r"[0-9]")


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
    is_spoken: bool = False
    is_guess: bool = False

    def takes_the_place_of(self, other: "Recognised") -> bool:
        """Is the other one read out of a piece of this? What was only guessed leaves other guesses beside it."""
        is_inside = self.start <= other.start and other.end <= self.end
        return is_inside and not (self.is_guess and other.is_guess and set(other.keys).isdisjoint(self.keys))


@dataclass
class _Book:
    """The rows that may matter, by each of their keys."""

    normal: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    folded: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    bare: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    families: dict[str, Family] = field(default_factory=dict)
    # By the first sign of the stem, as it is and as misread.
    near: dict[str, list[tuple[str, Family]]] = field(default_factory=lambda: defaultdict(list))
    near_folded: dict[str, list[tuple[str, Family]]] = field(default_factory=lambda: defaultdict(list))

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
                book.families[normal] = Family.from_kept(stem, digits)
        for key, family in book.families.items():
            book.near[codes.normal(family.stem)[0]].append((key, family))
            book.near_folded[codes.normal(family.folded.stem)[0]].append((key, family.folded))
        return book

    def names(self, key: str, text: str) -> bool:
        """Is the text the code with this key? The word before the star of a family ERR_* is none by itself."""
        family = self.families.get(key)
        return key in self.normal and (family is None or family.is_named_by(text))

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
    if others := otherwise(candidate.text):
        return [key, *map(codes.normal, others)]
    if key.isdigit() and candidate.strength == JOINED:
        return [*_with_and_without_0x(key), f"ERROR{key}"]
    return _with_and_without_0x(key)


def _folds(candidate: Candidate) -> list[str]:
    return _with_and_without_0x(codes.normal(candidate.text).translate(codes.MISREAD))


def _family(candidate: Candidate, query: Query, text: str, near: Mapping[str, list[tuple[str, Family]]]) -> list[str]:
    """A family anywhere when its form says so; otherwise only as the whole query or after a code word."""
    if otherwise(text):
        text = parted(text) or text  # "magicard 9 4" is no 94
    stands_alone = candidate.is_whole or candidate.is_spoken or follows_a_code_word(query.text, candidate.start)

    def fits(family: Family) -> bool:
        # "Error code" is no code of ERR_*, though "err underscore code" is; "error code 11" may be anybody's eleven.
        if family.wild == WildPart.WORDS and candidate.is_guess:
            return False
        is_alone = candidate.is_whole if family.wild == WildPart.NUMBER else stands_alone
        return family.holds(text) if is_alone else family.is_member_within(text)

    key = codes.normal(text)
    families = [*near.get(key[:1], ()), *(near.get("0", ()) if _HEX.fullmatch(key) and key[0] != "0" else ())]
    return list(most_specific(families, fits))


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
        return Recognised(
            c.text, c.start, c.end, kind, c.strength, book.articles(found), found, misread, c.is_spoken, c.is_guess
        )

    normals = _normals(candidate)
    if exact := [key for key in normals if book.names(key, candidate.text)]:
        # A number of one or two figures in a longer text, and what was only guessed, are hints.
        is_common = is_short_number(candidate.text) and not candidate.is_whole and candidate.strength < SELF_EVIDENT
        found = recognised(MatchKind.NUMBER if is_common or candidate.is_guess else MatchKind.EXACT, exact)
        numbered = book.numbered(normals[0]) if normals[0].isdigit() else {}
        keys = dict.fromkeys((*found.keys, *sorted(book.bare.get(normals[0], ()))))
        return replace(found, articles={**numbered, **found.articles}, keys=tuple(keys))
    has_figures = _FIGURE.search(normals[0]) is not None
    misread = {key for fold in _folds(candidate) for key in book.folded.get(fold, ())}
    may_be_misread = has_figures and candidate.strength > BARE and not candidate.is_guess
    if misread and may_be_misread and len(normals[0]) >= FEWEST_FOLDED:
        return recognised(MatchKind.MISREAD, misread, misread=True)
    # "error code 500121" is a code that we know by its number, before it is an unknown 500_xxx.
    if candidate.text.isdigit() and (owners := book.bare.get(normals[0])):
        return recognised(MatchKind.NUMBER, owners)
    if family := _family(candidate, query, candidate.text, book.near):
        return recognised(MatchKind.FAMILY, family)
    as_misread = candidate.text.upper().translate(codes.MISREAD)
    if has_figures and (family := _family(candidate, query, as_misread, book.near_folded)):
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


class _Rivals:
    """Where the same words say two known codes, each is a hint, and none is the code."""

    def __init__(self, found: Sequence[Recognised]) -> None:
        self._keys: dict[tuple[int, int], set[tuple[str, ...]]] = defaultdict(set)
        for one in found:
            if one.is_spoken:
                self._keys[one.start, one.end].add(one.keys)

    def __call__(self, one: Recognised) -> Recognised:
        has_rival = one.is_spoken and len(self._keys[one.start, one.end]) > 1
        return replace(one, kind=MatchKind.NUMBER, is_guess=True) if has_rival else one


def _without_swallowed(found: Sequence[Recognised]) -> list[Recognised]:
    """Of names read out, one of ERR_* that nobody recorded does not reach into a known one: in "error code echo romeo
    romeo dash failed" the first words say that a code follows."""
    known = [one.start for one in found if one.is_spoken and one.kind == MatchKind.EXACT]

    def swallows(one: Recognised) -> bool:
        is_unrecorded = one.is_spoken and one.kind == MatchKind.FAMILY
        return is_unrecorded and any(one.start < start < one.end for start in known)

    return [one for one in found if not swallows(one)]


def recognise(query: Query, *, generation: int) -> list[Recognised]:
    """Codes of the query, the longest reading of each place, in the order in which they stand."""
    if not query.candidates:
        return []
    book = _Book.of(generation, query.candidates)
    found = _without_swallowed([read for candidate in query.candidates if (read := _read(candidate, query, book))])
    kept: list[Recognised] = []
    order = list(MatchKind)
    for one in sorted(map(_Rivals(found), found), key=lambda f: (-(f.end - f.start), order.index(f.kind), f.start)):
        if any(other.takes_the_place_of(one) for other in kept) or _is_year(one, query):
            continue
        # "1000" of "1000 and 2" is offered below the 1002 that was more likely said.
        is_cut = any(other.start <= one.start and one.end < other.end for other in kept)
        kept.append(
            replace(one, articles={pk: weight // CUT_SHORT for pk, weight in one.articles.items()}) if is_cut else one
        )
    return sorted(kept, key=lambda f: f.start)
