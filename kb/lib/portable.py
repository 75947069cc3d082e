"""What every portable form has, and what is the same on both databases."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models.functions import Collate, Lower

from kb.lib.text import UNSEEN, can_be_kept, line_fault, turn_fault

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True)
class Problem:
    """What is wrong with a portable form: which field, and what to do about it."""

    field: str
    message: str
    index: int = 0  # counted from 1 where the field holds a list and one of it is wrong
    part: str = ""  # which field of that one

    @property
    def path(self) -> str:
        """As a form names its fields: `title`, `codes.1`, `steps.2.body`."""
        return ".".join(filter(None, (self.field, str(self.index or ""), self.part)))


class WithProblems(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """What cannot be kept or published; `problems` says for each field what to do."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(f"{problem.field}: {problem.message}" for problem in self.problems))


def by_letters(field: str) -> Collate:
    """A to Z in any case, the same on both databases whatever language PostgreSQL was set up for."""
    return Collate(Lower(field), "C" if connection.vendor == "postgresql" else "BINARY")


def digest(values: object) -> str:
    """Equal for two portable forms that say the same."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


def in_form[Form: "DataclassInstance"](form: type[Form], row: object, **otherwise: object) -> Form:
    """What a row says, in a portable form: what both call the same, and what the form holds `otherwise`."""
    same = (field.name for field in fields(form) if field.name not in otherwise)
    return form(**{name: getattr(row, name) for name in same}, **otherwise)


def line_problems(portable: object, longest: Mapping[str, int]) -> Iterator[Problem]:
    """Fields that are one line of a limited length."""
    for name, most in longest.items():
        if fault := line_fault(name, getattr(portable, name), most):
            yield Problem(name, fault)


def unseen_problems(portable: Any) -> Iterator[Problem]:  # noqa: ANN401 - any dataclass
    """Fields with characters that a database cannot keep, a page cannot show, or that turn what it shows round."""
    for held in fields(portable):
        value = getattr(portable, held.name)
        numbered = enumerate(value, 1) if isinstance(value, tuple) else [(0, value)]
        for number, part in numbered:
            if not can_be_kept(part):
                yield Problem(held.name, UNSEEN, number)
            else:
                yield from (Problem(held.name, fault, number, within) for within, fault in _turned(part))


def _turned(value: object, within: str = "") -> Iterator[tuple[str, str]]:
    """Each text that turns round, with the part of a row that it is; empty where the value is the text."""
    if isinstance(value, str):
        if fault := turn_fault(value):
            yield within, fault
    elif isinstance(value, tuple):
        for one in value:
            yield from _turned(one, within)
    elif is_dataclass(value):
        for held in fields(value):
            yield from _turned(getattr(value, held.name), held.name)
