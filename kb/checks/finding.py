"""What a check found, and what it must know from outside. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kb.catalogue import codes
from kb.catalogue.codes import Family
from kb.lib.portable import Problem

MOST_REMEMBERED = 20_000  # words asked for: some twenty long articles


@dataclass(frozen=True)
class Finding:
    """One thing to mend (an error, which blocks publishing) or to look at; `field` is like `title`, `steps.2.body`.

    `address` leads to what the message speaks of, where that is a page.
    """

    field: str
    message: str
    is_error: bool
    address: str = ""


def error(field: str, message: str) -> Finding:
    return Finding(field, message, is_error=True)


def warning(field: str, message: str, address: str = "") -> Finding:
    return Finding(field, message, is_error=False, address=address)


@dataclass(frozen=True)
class SimilarArticle:
    """An article that says much the same, or answers the same code."""

    title: str
    address: str
    code: str = ""


@dataclass(frozen=True)
class CheckContext:
    """What the checks must know beside the document; `kb.checks.context.context_of` asks the database for it.

    `codes`: key of every spelling → the code as displayed. `leads`: the document's links inside the site that lead
    somewhere. `products`: names of services and companies. `is_asked` is false where nothing could be asked.
    """

    codes: Mapping[str, str] = field(default_factory=dict)
    leads: frozenset[str] = frozenset()
    products: tuple[str, ...] = ()
    similar: tuple[SimilarArticle, ...] = ()
    only_here: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_asked: bool = True

    @cached_property
    def families(self) -> tuple[tuple[str, Family], ...]:
        found = []
        for display in dict.fromkeys(self.codes.values()):
            try:
                found.append((display, Family.parse(display)))
            except ValueError:
                continue
        return tuple(found)

    @cached_property
    def _found(self) -> dict[str, str]:
        """What has been asked for so far: each check asks for the same words of a text."""
        return {}

    @cached_property
    def _family_of(self) -> dict[str, Family]:
        return dict(self.families)

    def code_of(self, text: str) -> str:
        """The code that the text is, as displayed; a member of a family is the family. Empty where it is none."""
        found = self._found.get(text)
        if found is None:
            if len(self._found) >= MOST_REMEMBERED:  # an import checks thousands of articles with one context
                self._found.clear()
            found = self._found[text] = self._code_of(text)
        return found

    def _code_of(self, text: str) -> str:
        known = self.codes.get(codes.normal(text), "")
        family = self._family_of.get(known)
        # The word before the star of ERR_* is no code by itself.
        if known and (family is None or family.is_named_by(text)):
            return known
        return next(iter(codes.most_specific(self.families, lambda family: family.is_member_within(text))), "")

    def is_code(self, text: str) -> bool:
        return bool(self.code_of(text))
