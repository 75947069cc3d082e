"""Which code a typed text means, in order of certainty. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.catalogue.codes.families import LONGEST_HEXADECIMAL, MOST_MORE_FIGURES, Family, WildPart, most_specific
from kb.catalogue.codes.keys import (
    FEWEST_BARE_DIGITS,
    LONGEST_TYPED,
    MISREAD,
    after_err,
    bare,
    folded,
    hexadecimal,
    is_short_number,
    normal,
    otherwise,
    parted,
    plain,
    readings,
    spelled,
)

WIDEST_BEGUN = 4
MOST_WORDS_BEGUN = 8


@dataclass(frozen=True)
class Key:
    """One way a code is written, and whose it is."""

    owner: int
    text: str
    family: Family | None = None

    @property
    def normal(self) -> str:
        return normal(self.text)


class MatchKind(StrEnum):
    EXACT = "exact"
    MISREAD = "misread"
    FAMILY = "family"
    NUMBER = "number"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Match:
    """Whose code a text is, and how sure that is. `misread` marks a family found through `folded`."""

    kind: MatchKind
    owners: tuple[int, ...] = ()
    misread: bool = False


def _owners(keys: Iterable[Key]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(key.owner for key in keys))


def _family(typed: str, families: Sequence[tuple[int, Family]]) -> tuple[int, ...]:
    held = most_specific(families, lambda family: family.holds(typed))
    return held or most_specific(families, lambda family: family.is_named_by(typed))


def _family_match(texts: Sequence[str], keys: Sequence[Key]) -> Match | None:
    families = [(key.owner, key.family) for key in keys if key.family]
    for number, text in enumerate(texts):
        # "Error code 11" may be anybody's eleven; "code 11" is what Device Manager says. "Magicard 9 4" is no 94.
        asked = [row for row in families if not (row[1].wild == WildPart.NUMBER and (number or parted(text)))]
        if owners := _family(text, asked):
            return Match(MatchKind.FAMILY, owners)
        forgiving = [(owner, family.folded) for owner, family in asked] if _has_figures(text) else []
        if owners := _family(folded(text), forgiving):
            return Match(MatchKind.FAMILY, owners, misread=True)
    return None


def _exact(text: str, keys: Sequence[tuple[Key, str]]) -> list[Key]:
    """Whose key it is. The word before the star of ERR_* is no code by itself."""
    wanted = normal(text)
    return [key for key, own in keys if own == wanted and (key.family is None or key.family.is_named_by(text))]


def _misread(texts: Iterable[str], keys: Sequence[tuple[Key, str]]) -> tuple[int, ...]:
    """Whose key looks like the first of these that looks like any. Words alone are no misread figures, and the word
    before the star of STATUS_* is no code."""
    for wanted in filter(None, map(normal, texts)):
        fold, has_figures = wanted.translate(MISREAD), _has_figures(wanted)
        alike = [(key, own) for key, own in keys if own.translate(MISREAD) == fold]
        if owners := _owners(key for key, own in alike if has_figures or not (_has_figures(own) or _is_of_words(key))):
            return owners
    return ()


def _is_of_words(key: Key) -> bool:
    return key.family is not None and key.family.wild == WildPart.WORDS


def _has_figures(key: str) -> bool:
    return any(sign.isdigit() for sign in key)


def match(typed: str, keys: Sequence[Key]) -> Match:  # noqa: PLR0911 - one return a rule, in the order of the rules
    """Which code the whole text is, in order of certainty.

    Exact (which puts a member with a meaning of its own before its family), misread, the figures after "err" where
    they are a code, bare number, family, family misread. Several owners mean that the text alone cannot decide.
    """
    texts = spelled(typed)
    if not normal(texts[0]) or len(typed.strip()) > LONGEST_TYPED:
        return Match(MatchKind.UNKNOWN)
    rest = after_err(texts)
    texts = (*texts, *(other for text in texts for other in otherwise(text)))
    normals = [(key, key.normal) for key in keys]
    for number, text in enumerate(texts):
        if exact := _exact(text, normals) if normal(text) else []:
            # "error code 10" is Code 10 for want of another: other programs have a ten, too.
            is_guess = number > 0 and all(is_short_number(key.text) for key in exact)
            return Match(MatchKind.NUMBER if is_guess else MatchKind.EXACT, _owners(exact))
    with_0x = tuple(filter(None, map(hexadecimal, texts)))
    if owners := _owners(key for text in with_0x for key in _exact(text, normals)):
        return Match(MatchKind.NUMBER, owners)
    if not (misread := _misread((*texts, *with_0x), normals)):
        if owners := _owners(_exact(rest, normals)):
            return Match(MatchKind.NUMBER, owners)
        misread = _misread([rest], normals)
    if misread:
        return Match(MatchKind.MISREAD, misread, misread=True)
    # "error code 500121" is a code that we know by its number, before it is an unknown 500_xxx; 500_121 is that.
    if owners := _numbered([text for text in texts if text.strip(" .:#()").isdigit()], normals):
        return Match(MatchKind.NUMBER, owners)
    if family := _family_match(readings(typed), keys):
        return family
    owners = _numbered(texts, normals)
    return Match(MatchKind.NUMBER if owners else MatchKind.UNKNOWN, owners)


def _numbered(texts: Iterable[str], keys: Sequence[tuple[Key, str]]) -> tuple[int, ...]:
    """Whose bare number it is."""
    numbers = {wanted for text in texts if len(wanted := normal(text)) >= FEWEST_BARE_DIGITS}
    return _owners(key for key, own in keys if bare(own) in numbers) if numbers else ()


def families_begun(typed: str) -> set[str]:
    """Keys of the families that what is typed may become a member of: 40061 of 400XXX, ERR_CERT_SY of ERRCERT."""
    key = normal(typed)
    figures = re.search(r"[0-9]*$", key)
    start = max(figures.start() + 1 if figures else len(key), len(key) - WIDEST_BEGUN)
    found = {
        key[:end] + "X" * wide
        for end in range(start, len(key))
        for wide in range(max(2, len(key) - end), WIDEST_BEGUN + 1)
    }
    if number := re.fullmatch(r"0X([0-9A-F]{1,8})", key):
        found |= {f"0X{number[1][:end]}".ljust(len("0x") + LONGEST_HEXADECIMAL, "X") for end in range(1, 7)}
    if number := re.fullmatch(r"([A-Z]{3,13})([0-9]{1,7})", key):
        found |= {number[1] + "X" * wide for wide in range(max(3, len(number[2]) - MOST_MORE_FIGURES), 8)}
    if number := re.fullmatch(r"([A-Z]+)[0-9]{1,2}(?::[0-9]?)?", key):
        found |= {f"{number[1]}N", f"{number[1]}NN"}
    words = re.split(r"[_-]", plain(typed).strip().removeprefix("NET::"))[:MOST_WORDS_BEGUN]
    return found | {"".join(words[:end]) for end in range(1, len(words)) if words[0].isalpha()}
