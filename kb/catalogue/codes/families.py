"""Families of codes: a pattern such as 400_xxx, and which codes it holds. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from kb.catalogue.codes.keys import MISREAD, normal, plain, readings

LONGEST_HEXADECIMAL = 8
MOST_MORE_FIGURES = 2
MOST_NAMED = 5


class WildPart(StrEnum):
    """What stands in the open part of a pattern."""

    FIGURES = "figures"  # 400_xxx: a figure for each x
    HEXADECIMAL = "hexadecimal"  # 0x8010xxxx: a hexadecimal digit for each x
    SOME_FIGURES = "some figures"  # AADSTSxxxxx: a figure for each x, or up to two more
    WORDS = "words"  # ERR_CERT_*: one word or more, the first with a letter in front
    NUMBER = "number"  # Code n: one or two figures after the word
    PAIR = "pair"  # Magicard n:n: two numbers, with a colon between


_PATTERNS = (
    (WildPart.HEXADECIMAL, re.compile(r"(?P<stem>0[xX][0-9A-Fa-f]+)(?P<wild>[xX]{2,})")),
    (WildPart.FIGURES, re.compile(r"(?P<stem>[A-Z]*[0-9]+)[ _.-]?(?P<wild>X{2,})", re.IGNORECASE | re.ASCII)),
    (WildPart.SOME_FIGURES, re.compile(r"(?P<stem>[A-Z]{2,}[A-WYZ])(?P<wild>[xX]{3,})")),
    (WildPart.WORDS, re.compile(r"(?P<stem>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)_(?P<wild>\*)", re.IGNORECASE | re.ASCII)),
    (WildPart.PAIR, re.compile(r"(?P<stem>[A-Z][A-Za-z]+(?: [A-Za-z]+){0,2}) (?P<wild>n:n)")),
    (WildPart.NUMBER, re.compile(r"(?P<stem>[A-Z][A-Za-z]+(?: [A-Za-z]+){0,2}) (?P<wild>n)")),
)
_HEXADECIMAL = re.compile(r"0X([0-9A-F]{1,8})|([0-9A-F]{8})")
_FOLDED = {WildPart.FIGURES, WildPart.SOME_FIGURES}


@dataclass(frozen=True)
class Family:
    """A pattern of codes: `400_xxx` is the stem 400 and three digits."""

    stem: str
    digits: int
    wild: WildPart = WildPart.FIGURES

    @classmethod
    @lru_cache(maxsize=512)  # each look-up of a code asks it of every family
    def parse(cls, display: str) -> "Family":
        """Raise ValueError, with what to do, for anything but a stem and an open part."""
        for wild, pattern in _PATTERNS:
            if found := pattern.fullmatch(display.strip()):
                family = cls(
                    stem=_stem(found["stem"], wild), digits=len(re.sub(r"[^xX]", "", found["wild"])), wild=wild
                )
                if wild != WildPart.HEXADECIMAL or family.length <= LONGEST_HEXADECIMAL:
                    return family
        raise ValueError(
            f"'{display}' is no family: write a stem and its open part, such as 0x8010xxxx, AADSTSxxxxx, "
            "ERR_CERT_*, Code n, Magicard n:n or, with a figure for each x, 400_xxx."
        )

    @classmethod
    def from_kept(cls, stem: str, digits: int) -> "Family":
        """From what `kept` gave."""
        return cls(stem, digits) if digits else cls.parse(stem)

    @property
    def kept(self) -> tuple[str, int]:
        """The family as a text and a number, which is how rows hold it; a number of nought says that the text is all
        of the pattern."""
        return (self.stem, self.digits) if self.wild == WildPart.FIGURES else (self.pattern, 0)

    @property
    def pattern(self) -> str:
        """As it may be written: `parse` gives the same family back."""
        ends = {WildPart.WORDS: "_*", WildPart.NUMBER: " n", WildPart.PAIR: " n:n"}
        return f"{self.stem}{ends.get(self.wild, 'x' * self.digits)}"

    @property
    def length(self) -> int:
        """How many hexadecimal digits a member has."""
        return len(self.stem) - len("0x") + self.digits

    @property
    def weight(self) -> tuple[int, int]:
        """The greater, the more specific: a longer stem, then one that leaves less open."""
        return len(self._key), -list(WildPart).index(self.wild)

    @cached_property
    def _key(self) -> str:
        return normal(self.stem)

    @cached_property
    def _member(self) -> re.Pattern[str]:
        """The whole of a member: its key, but where separators count, its plain text."""
        most = self.digits + MOST_MORE_FIGURES
        words = re.escape(self.stem).replace("_", "[_-]")
        return re.compile(
            {
                WildPart.FIGURES: rf"{self._key}[0-9]{{{self.digits}}}",
                WildPart.HEXADECIMAL: rf"{self._key}[0-9A-F]{{{self.digits}}}",
                WildPart.SOME_FIGURES: rf"{self._key}[0-9]{{{self.digits},{most}}}",
                WildPart.NUMBER: rf"{self._key}[0-9]{{1,2}}",
                WildPart.PAIR: rf"{self._key}(?:ERROR)?[0-9]{{1,2}}:[0-9]",
                # Joined words only, or any sentence that begins with "err" would be one of ERR_*; never ERR_5022.
                WildPart.WORDS: rf"\W*(?:NET::)?{words}[_-][A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*\W*",
            }[self.wild]
        )

    def holds(self, typed: str) -> bool:
        """Is the text, as a whole, one of the family? `4001` has too few digits to be a 400_xxx."""
        if self.wild == WildPart.WORDS:
            return self._member.fullmatch(plain(typed)) is not None
        key = normal(typed)
        if self.wild == WildPart.HEXADECIMAL and (found := _HEXADECIMAL.fullmatch(key)):
            key = f"0X{(found[1] or found[2]).zfill(self.length)}"
        return self._member.fullmatch(key) is not None

    def is_named_by(self, typed: str) -> bool:
        """Is the text the family itself: `400_`, `400-xxx`, `error code 400_*`?"""
        if self.wild == WildPart.WORDS:
            # The word before the star alone is an ordinary word: "err". Two words are a stem.
            join = "[ _-]?" if "_" in self.stem else "[_-]"
            name = self.stem.replace("_", "[ _-]") + rf"{join}\**"
            return any(re.fullmatch(name, plain(text).strip()) for text in readings(typed))
        end = {WildPart.NUMBER: "N", WildPart.PAIR: "NN"}.get(self.wild, "X*")
        return any(re.fullmatch(self._key + end, normal(text)) for text in readings(typed))

    def is_member_within(self, words: str) -> bool:
        """Is it a member even inside a longer text: `400_612`? "paid 400 612" is no code."""
        if not self.holds(words):
            return False
        text = plain(words)
        if self.wild == WildPart.WORDS:
            return "_" in words or words.isupper()
        if self.wild == WildPart.NUMBER:
            return words[:1].isupper()
        # Eight figures without 0x may be any number.
        form = {
            WildPart.FIGURES: rf"{self._key} ?[_-] ?[0-9]+",
            WildPart.HEXADECIMAL: r".*0X.*|.*[A-FHX].*|\W*-.*",
            WildPart.SOME_FIGURES: rf"{self._key}[ _-]?[0-9]+",
        }
        return self.wild == WildPart.PAIR or re.fullmatch(form[self.wild], text, re.DOTALL) is not None

    @cached_property
    def folded(self) -> "Family":
        """The family as `folded` texts see it. A name or a short number would be read out of ordinary words."""
        return Family(self.stem.translate(MISREAD), self.digits, self.wild) if self.wild in _FOLDED else self

    def example(self, display: str) -> str:
        """A code that it holds, written as its own pattern is."""
        stem = display.strip().rstrip("xX*")
        match self.wild:
            case WildPart.HEXADECIMAL:
                return stem + "1A".rjust(self.digits, "0")
            case WildPart.WORDS:
                return f"{stem}FAILED"
            case WildPart.NUMBER:
                return f"{self.stem} 10"
            case WildPart.PAIR:
                return f"{self.stem} 5:2"
            case _:
                return stem + "612".ljust(self.digits, "0")[: self.digits]

    @property
    def rule(self) -> str:
        """What its members are, as the end of "every code that …"."""
        most = self.digits + MOST_MORE_FIGURES
        return {
            WildPart.FIGURES: f"begins with {self.stem} and has {self.digits} more figures",
            WildPart.HEXADECIMAL: f"begins with {self.stem} and has {self.digits} more figures or letters from A to F",
            WildPart.SOME_FIGURES: f"begins with {self.stem} and has {self.digits} to {most} figures",
            WildPart.WORDS: f"begins with {self.stem}_ and goes on with a word",
            WildPart.NUMBER: f"is {self.stem} and a number of one or two figures",
            WildPart.PAIR: f"is {self.stem} and two numbers with a colon between them",
        }[self.wild]


def _stem(written: str, wild: WildPart) -> str:
    if wild == WildPart.HEXADECIMAL:
        return f"0x{written[2:].upper()}"
    return written if wild in {WildPart.NUMBER, WildPart.PAIR} else written.upper()


def most_specific[Owner](families: Iterable[tuple[Owner, Family]], fits: Callable[[Family], bool]) -> tuple[Owner, ...]:
    """The owners of the families that fit, those with the longest stem alone; each once."""
    held = [(owner, family) for owner, family in families if fits(family)]
    greatest = max((family.weight for _, family in held), default=(0, 0))
    return tuple(dict.fromkeys(owner for owner, family in held if family.weight == greatest))


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


def who_would_join(family: str, known: Iterable[str]) -> tuple[str, ...]:
    """The exact codes that the pattern of the family holds. A pattern only asks: it is said which of them join."""
    pattern = _families([family]).get(family)
    shown = list(dict.fromkeys(known))
    patterns = _families(shown)
    return tuple(code for code in shown if pattern and code not in patterns and pattern.holds(code))


def of_member(code: str, members: Mapping[str, str]) -> str:
    """Of which family an exact code is said to be one. `members` has the family of each code that joined one."""
    by_key = {normal(member): family for member, family in members.items()}
    family = by_key.get(normal(code), "")
    return f"Also one of {family}; here it has a meaning of its own." if family else ""


def of_family(code: str, known: Iterable[str], members: Mapping[str, str]) -> tuple[str, str]:
    """What the pattern of a family matches with who is said to be one of it, and what else it has in common with
    other codes. `members` has the family of each code that joined one."""
    family = _families([code]).get(code)
    if not family:
        return "", ""
    others = [other for other in known if normal(other) != normal(code)]
    of_others = {normal(member): normal(name) for member, name in members.items()}
    held = who_would_join(code, others)
    joined = [other for other in held if of_others.get(normal(other)) == normal(code)]
    apart = [other for other in held if other not in joined]
    shared = [name for name, other in _families(others).items() if _meet(family, other)]
    matches = [f"Matches every code that {family.rule}, such as {family.example(code)}."]
    matches += [f"Its members: {_named(joined)}."] if joined else []
    warnings = [f"Overlaps {_named(shared)}."] if shared else []
    warnings += [f"Would also hold {_named(apart)}: on its own unless it is said to be one of {code}."] if apart else []
    return " ".join(matches), " ".join(warnings)


def _named(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def held_by_patterns(known: Iterable[str]) -> dict[str, str]:
    """The most specific family whose pattern holds each exact code: what to offer where nobody has said yet."""
    shown = list(known)
    patterns = _families(shown)
    found: dict[str, str] = {}
    for code in shown:
        if code not in patterns and (over := most_specific(patterns.items(), lambda family: family.holds(code))):  # noqa: B023
            found[code] = over[0]
    return found


_LIKE = {WildPart.HEXADECIMAL, WildPart.FIGURES, WildPart.SOME_FIGURES}


def _meet(one: Family, other: Family) -> bool:
    """Whether a code can be in both."""
    if {one.wild, other.wild} <= _LIKE - {WildPart.HEXADECIMAL} or one.wild == other.wild == WildPart.HEXADECIMAL:
        return _figures_meet(one, other)
    if one.wild == other.wild == WildPart.WORDS:
        long, short = sorted((one.stem, other.stem), key=len, reverse=True)
        return long == short or long.startswith(f"{short}_")
    return one.wild == other.wild and normal(one.stem) == normal(other.stem)


def _figures_meet(one: Family, other: Family) -> bool:
    long, short = (one, other) if len(one.stem) >= len(other.stem) else (other, one)
    rest = long.stem.removeprefix(short.stem)
    is_longer = long.stem.startswith(short.stem) and (not rest or rest.isdecimal() or long.wild == WildPart.HEXADECIMAL)
    fewest = {family: len(rest) * (family is long) + family.digits for family in (long, short)}
    lengths = [
        range(fewest[family], fewest[family] + 1 + MOST_MORE_FIGURES * (family.wild == WildPart.SOME_FIGURES))
        for family in (long, short)
    ]
    return is_longer and not set(lengths[0]).isdisjoint(lengths[1])
