"""Which code a typed text means, in order of certainty. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.catalogue.codes.families import Family
from kb.catalogue.codes.keys import FEWEST_BARE_DIGITS, LONGEST_TYPED, MISREAD, bare, folded, normal, readings, spelled


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
            return Match(MatchKind.FAMILY, owners)
        if owners := _family(folded(text), forgiving):
            return Match(MatchKind.FAMILY, owners, misread=True)
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
    texts = [key for text in spelled(typed) if (key := normal(text))]
    if not texts or len(typed.strip()) > LONGEST_TYPED:
        return Match(MatchKind.UNKNOWN)
    after_err = normal(readings(typed)[-1])
    normals = [(key, key.normal) for key in keys]
    for wanted in texts:
        if exact := _owners(key for key, own in normals if own == wanted):
            return Match(MatchKind.EXACT, exact)
    if not (misread := _misread(texts, normals)):
        if owners := _owners(key for key, own in normals if own == after_err):
            return Match(MatchKind.NUMBER, owners)
        misread = _misread([after_err], normals)
    if misread:
        return Match(MatchKind.MISREAD, misread, misread=True)
    if family := _family_match(readings(typed), keys):
        return family
    numbers = {wanted for wanted in texts if len(wanted) >= FEWEST_BARE_DIGITS}
    if owners := _owners(key for key, own in normals if bare(own) in numbers):
        return Match(MatchKind.NUMBER, owners)
    return Match(MatchKind.UNKNOWN)
