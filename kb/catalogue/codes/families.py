"""Families of codes: a pattern such as 400_xxx, and which codes it holds. Pure."""

import re
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
