"""Families of codes: a pattern such as 400_xxx, and which codes it holds. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kb.catalogue.codes.keys import MISREAD, normal, plain, readings

_FAMILY = re.compile(r"(?P<stem>[A-Z]*[0-9]+)[ _.-]?(?P<wild>X{2,})", re.IGNORECASE | re.ASCII)


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
        return re.fullmatch(rf"{self.stem} ?[_-] ?[0-9]{{{self.digits}}}", plain(words)) is not None

    @property
    def folded(self) -> "Family":
        """The family as `folded` texts see it."""
        return Family(self.stem.translate(MISREAD), self.digits)


def _families(shown: Iterable[str]) -> dict[str, Family]:
    found = {}
    for display in shown:
        try:
            found[display] = Family.parse(display)
        except ValueError:
            continue
    return found


def is_family(text: str) -> bool:
    return bool(_families([text]))


def of_member(code: str, known: Iterable[str]) -> str:
    """The families that an exact code falls under."""
    others = [other for other in known if normal(other) != normal(code)]
    over = [] if _families([code]) else [name for name, family in _families(others).items() if family.holds(code)]
    return f"Also one of {', '.join(over[:3])}; here it has a meaning of its own." if over else ""


def of_family(code: str, known: Iterable[str]) -> tuple[str, str]:
    """What the pattern of a family would match, and what it has in common with other codes."""
    family = _families([code]).get(code)
    if not family:
        return "", ""
    others = [other for other in known if normal(other) != normal(code)]
    shared = [name for name, other in _families(others).items() if _meet(family, other)]
    shared += [other for other in others if family.holds(other)]
    stem = code.rstrip("xX")
    said = f"Matches {stem} and {family.digits} more figures, such as {stem}{'0' * (family.digits - 1)}1."
    return said, f"Overlaps {', '.join(shared[:5])}." if shared else ""


def _meet(one: Family, other: Family) -> bool:
    """Whether a code can be in both."""
    long, short = (one, other) if len(one.stem) >= len(other.stem) else (other, one)
    rest = long.stem.removeprefix(short.stem)
    is_longer = long.stem.startswith(short.stem) and (not rest or rest.isdecimal())
    return is_longer and len(rest) + long.digits == short.digits
