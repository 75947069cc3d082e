"""What an error code is: its keys, its families, and which code a typed text means.

Pure rules, no database. Two texts are the same code only when `normal` is equal; `folded` also forgives
characters that are misread for each other, and whoever uses it must say so.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

LONGEST_TYPED = 200
FEWEST_BARE_DIGITS = 3
WIDEST_WINDOW = 8

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
MISREAD = str.maketrans("OILS", "0115")
# Eight hexadecimal digits are the 32 bits that Windows shows either so or as a signed decimal.
_SIGNED = re.compile(r"-+\s*(\d{9,10})")
_HEX = re.compile(r"0X[0-9A-F]{8}")
# 0x00000070 is 0x70 filled up to 32 bits.
_PADDED = re.compile(r"0X(?=(?:[0-9A-F]{8}){1,2}$)0+([0-9A-F]+)")
_FAMILY = re.compile(r"(?P<stem>[A-Z]*[0-9]+)[ _.-]?(?P<wild>X{2,})", re.IGNORECASE | re.ASCII)
# The signs after a leading word, but not the minus of a signed decimal.
_THEN = r"[\s:.#_-]*?(?=-\d{9,10}\b|[^\s:.#_-])"
# `err` is a word before other words ("err code 5022"), and a part of the code before figures ("err 5022").
_CONTEXT = re.compile(
    rf"(?:error(?![a-z])|(?:code|failure|event|number|no)(?![a-z0-9])|err(?![a-z0-9])(?=[\W_]*[a-z])){_THEN}",
    re.IGNORECASE | re.ASCII,
)
_ERR = re.compile(r"err[\s:.#_-]*?(?=-?\d)", re.IGNORECASE | re.ASCII)
_WORD = re.compile(r"[^\W_]+")


def _plain(text: str) -> str:
    """Capitals, full-width and accented letters as their plain ones, every dash a hyphen."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_DASHES)).upper()
    return unicodedata.normalize("NFKD", decomposed).encode("ascii", "ignore").decode()


def normal(text: str) -> str:
    """The key that makes two spellings one code: `err 5022`, `ERR-5022` and `Err_5022` give `ERR5022`.

    A signed decimal of nine or ten digits gives the key of its 32-bit hexadecimal form; noughts that only fill up a
    hexadecimal number do not count.
    """
    plain = _plain(text).strip()
    signed = _SIGNED.fullmatch(plain)
    if signed and 0 < int(signed[1]) <= 2**31:
        return f"0X{2**32 - int(signed[1]):08X}"
    key = "".join(re.findall(r"[A-Z0-9]+", plain))
    padded = _PADDED.fullmatch(key)
    return f"0X{padded[1]}" if padded else key


def folded(text: str) -> str:
    """The normal key with O read as 0, I and L as 1, S as 5: for codes copied by eye or by ear."""
    return normal(text).translate(MISREAD)


def bare(text: str) -> str:
    """The number that people say instead of the whole code: `5022` for ERR5022; empty where there is none."""
    key = normal(text)
    if _HEX.fullmatch(key):
        return key[2:]
    number = re.fullmatch(r"[A-Z]+([0-9]+)", key)
    return number[1] if number and len(number[1]) >= FEWEST_BARE_DIGITS else ""


@dataclass(frozen=True)
class Family:
    """A pattern of codes: `400_xxx` is the stem 400 and three digits."""

    stem: str
    digits: int

    @classmethod
    def parse(cls, display: str) -> "Family":
        """Raise ValueError, with what to do, for anything but a stem and two or more x."""
        match = _FAMILY.fullmatch(display.strip())
        if not match:
            raise ValueError(
                f"'{display}' is no family: write a stem that ends in a digit, then an x a digit: 400_xxx."
            )
        return cls(stem=match["stem"].upper(), digits=len(match["wild"]))

    def holds(self, typed: str) -> bool:
        """Is the text, as a whole, one of the family? `4001` has too few digits to be a 400_xxx."""
        return re.fullmatch(rf"{self.stem}[0-9]{{{self.digits}}}", normal(typed)) is not None

    def is_named_by(self, typed: str) -> bool:
        """Is the text the family itself: `400_`, `400-xxx`, `error code 400_*`?"""
        return any(re.fullmatch(rf"{self.stem}X*", normal(text)) for text in readings(typed))

    def is_member_within(self, words: str) -> bool:
        """Is it a member even inside a longer text: `400_612`? "paid 400 612" is no code."""
        return re.fullmatch(rf"{self.stem} ?[_-] ?[0-9]{{{self.digits}}}", _plain(words)) is not None

    @property
    def folded(self) -> "Family":
        """The family as `folded` texts see it."""
        return Family(self.stem.translate(MISREAD), self.digits)


@dataclass(frozen=True)
class Key:
    """One way a code is written, and whose it is."""

    owner: int
    text: str
    family: Family | None = None

    @property
    def normal(self) -> str:
        return normal(self.text)


class Kind(StrEnum):
    EXACT = "exact"
    MISREAD = "misread"
    FAMILY = "family"
    NUMBER = "number"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Match:
    """Whose code a text is, and how sure that is. `misread` marks a family found through `folded`."""

    kind: Kind
    owners: tuple[int, ...] = ()
    misread: bool = False


def _spelled(typed: str) -> tuple[str, ...]:
    """The text, and the text without its leading words, one after the other."""
    texts = [typed.strip()[: LONGEST_TYPED + 1]]
    while context := _CONTEXT.match(texts[-1]):
        texts.append(texts[-1][context.end() :])
    return tuple(texts)


def readings(typed: str) -> tuple[str, ...]:
    """What may be the code in a text: all of it, or what follows "error code:", or the figures of "err 5022"."""
    spelled = _spelled(typed)
    number = _ERR.sub("", spelled[-1], count=1) if _ERR.match(spelled[-1]) else spelled[-1]
    return spelled if number == spelled[-1] else (*spelled, number)


def _owners(keys: Iterable[Key]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(key.owner for key in keys))


def _most_specific(families: Sequence[tuple[int, Family]], fits: Callable[[Family], bool]) -> tuple[int, ...]:
    held = [(owner, family) for owner, family in families if fits(family)]
    longest = max((len(family.stem) for _, family in held), default=0)
    return tuple(dict.fromkeys(owner for owner, family in held if len(family.stem) == longest))


def _family(typed: str, families: Sequence[tuple[int, Family]]) -> tuple[int, ...]:
    held = _most_specific(families, lambda family: family.holds(typed))
    return held or _most_specific(families, lambda family: family.is_named_by(typed))


def _family_match(texts: Sequence[str], keys: Sequence[Key]) -> Match | None:
    families = [(key.owner, key.family) for key in keys if key.family]
    forgiving = [(owner, family.folded) for owner, family in families]
    for text in texts:
        if owners := _family(text, families):
            return Match(Kind.FAMILY, owners)
        if owners := _family(folded(text), forgiving):
            return Match(Kind.FAMILY, owners, misread=True)
    return None


def _misread(wanted: Iterable[str], normals: Sequence[tuple[Key, str]]) -> tuple[int, ...]:
    """Whose key looks like the first of these that looks like any."""
    for fold in (key.translate(MISREAD) for key in wanted if key):
        if owners := _owners(key for key, own in normals if own.translate(MISREAD) == fold):
            return owners
    return ()


def match(typed: str, keys: Sequence[Key]) -> Match:  # noqa: PLR0911 - one return a rule, in the order of the rules
    """Which code the whole text is, in order of certainty.

    Exact (which puts a member with a meaning of its own before its family), misread, the figures after "err" where
    they are a code, family, family misread, bare number. Several owners mean that the text alone cannot decide.
    """
    spelled = [key for text in _spelled(typed) if (key := normal(text))]
    if not spelled or len(typed.strip()) > LONGEST_TYPED:
        return Match(Kind.UNKNOWN)
    after_err = normal(readings(typed)[-1])
    normals = [(key, key.normal) for key in keys]
    for wanted in spelled:
        if exact := _owners(key for key, own in normals if own == wanted):
            return Match(Kind.EXACT, exact)
    if not (misread := _misread(spelled, normals)):
        if owners := _owners(key for key, own in normals if own == after_err):
            return Match(Kind.NUMBER, owners)
        misread = _misread([after_err], normals)
    if misread:
        return Match(Kind.MISREAD, misread, misread=True)
    if family := _family_match(readings(typed), keys):
        return family
    numbers = {wanted for wanted in spelled if len(wanted) >= FEWEST_BARE_DIGITS}
    if owners := _owners(key for key, own in normals if bare(own) in numbers):
        return Match(Kind.NUMBER, owners)
    return Match(Kind.UNKNOWN)


def looks_like_one(typed: str) -> bool:
    """Would a person call this a code, although we may not know it? `ERR5023` yes, `windows 10` no."""
    text = readings(typed)[-1]
    has_context = len(readings(typed)) > 1
    if re.fullmatch(r"0[xX][0-9a-fA-F]{4,8}|-\d{9,10}", text):
        return True
    form = re.fullmatch(r"([A-Za-z]{0,8})([ _.-]?)([0-9OILSoils]{3,8})(?:[_-]([A-Za-z0-9]{1,8}))?[.:]?", text)
    if not form or not re.search(r"[0-9]", form[3]):
        return False
    letters, join, figures, rest = form[1], form[2], form[3], form[4] or ""
    if letters:
        return has_context or letters.isupper() or join != " "
    # "404" and "365-day" may be words; "4041" and "404_99" are none.
    return has_context or len(figures) > FEWEST_BARE_DIGITS or re.fullmatch(r"[0-9]+|[xX]+", rest) is not None


def distance(one: str, other: str, *, most: int) -> int:
    """Edit distance of two keys (insert, delete, replace, swap), or `most` + 1 when it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        above, row = rows[-1], [i]
        for j, b in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return min(rows[-1][-1], most + 1)


@dataclass(frozen=True)
class Window:
    """A run of words in a longer text that may be a code."""

    text: str
    start: int
    end: int


def windows(text: str) -> list[Window]:
    """Every run of one to eight words that stand at most two characters apart: where a code may hide in a text."""
    words = list(_WORD.finditer(text))
    found = []
    for first, word in enumerate(words):
        end = word.end()
        found.append(Window(text[word.start() : end], word.start(), end))
        for following in words[first + 1 : first + WIDEST_WINDOW]:
            if following.start() - end > 2:  # noqa: PLR2004 - the design's "at most two characters apart"
                break
            end = following.end()
            found.append(Window(text[word.start() : end], word.start(), end))
    return found
