"""Two texts of one draft side by side, field by field, and the one that is made of both. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kb.catalogue import fields
from kb.catalogue.choices import whom
from kb.catalogue.contents import more_of, unknown_in
from kb.catalogue.document import ArticleDocument, StepContent
from kb.catalogue.fields import Part, PartKind, PartReader


@dataclass(frozen=True)
class Difference:
    """`chosen` is what one side alone changed; empty where both did, and a person must say."""

    name: str
    label: str
    theirs: tuple[str, ...]
    mine: tuple[str, ...]
    can_be_both: bool
    chosen: str


def words_of(part: Part, value: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever a document holds
    """A value as lines to read."""
    if isinstance(value, tuple):
        return tuple(_words(part, row) for row in value)
    return tuple(filter(None, (part.said(value),)))


def _words(part: Part, row: object) -> str:
    if isinstance(row, StepContent):
        own = [row.title, row.body, row.applies_to and f"Applies to: {row.applies_to}", row.expected]
        shared = row.snippet and f"Shared words: {row.snippet}"
        return "\n".join(filter(None, [f"For {whom(row.audience)}:", *own, shared]))
    if isinstance(row, str):
        return row
    shown = (one for one in part.parts if one.kind is not PartKind.CHOICE and one.reader is not PartReader.EDITORS)
    return ", ".join(filter(None, (one.said(getattr(row, one.name)) for one in shown)))


def _chosen(base: Any, theirs: Any, mine: Any, *, can_be_both: bool) -> str:  # noqa: ANN401 - values of one field
    if theirs == base:
        return "mine"
    if mine == base:
        return "theirs"
    return "both" if can_be_both else ""


def differences(base: ArticleDocument, theirs: ArticleDocument, mine: ArticleDocument) -> tuple[Difference, ...]:
    found = []
    for part in (*fields.ARTICLE, fields.MORE):
        old, one, other = (getattr(document, part.name) for document in (base, theirs, mine))
        if one == other:
            continue
        can_be_both = isinstance(one, tuple) or (part is fields.MORE and _joined(one, other) == _joined(other, one))
        chosen = _chosen(old, one, other, can_be_both=can_be_both)
        words = words_of(part, one), words_of(part, other)
        found.append(Difference(part.name, part.label, *words, can_be_both, chosen))
    return tuple(found)


def _joined(theirs: str, mine: str) -> str:
    """What neither of two versions of the product knew of the other's."""
    return more_of({**unknown_in(theirs), **unknown_in(mine)})


def _value(theirs: Any, mine: Any, choice: str) -> Any:  # noqa: ANN401 - values of one field
    if choice == "both" and isinstance(theirs, tuple):
        return (*theirs, *(part for part in mine if part not in theirs))
    if choice == "both":
        return _joined(theirs, mine)
    return mine if choice == "mine" else theirs


def merged(theirs: ArticleDocument, mine: ArticleDocument, choices: Mapping[str, str]) -> ArticleDocument:
    """Theirs, with what was chosen of mine."""
    names = {*fields.BY_NAME, "more"} & set(choices)
    values = {name: _value(getattr(theirs, name), getattr(mine, name), choices[name]) for name in names}
    return replace(theirs, **values)
