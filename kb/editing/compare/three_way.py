"""Two texts of one draft side by side, field by field, and the one that is made of both. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from kb.catalogue.choices import whom
from kb.catalogue.document import ArticleDocument, SourceContent, StepContent, SymptomContent
from kb.catalogue.labels import FIELDS

# In the order of the page; what the review says beside the text is no part of it.
_NAMES = [name for name in FIELDS if name in {held.name for held in fields(ArticleDocument)}]


@dataclass(frozen=True)
class Difference:
    """`chosen` is what one side alone changed; empty where both did, and a person must say."""

    name: str
    label: str
    theirs: tuple[str, ...]
    mine: tuple[str, ...]
    can_be_both: bool
    chosen: str


def words_of(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever a document holds
    """A value as lines to read."""
    if isinstance(value, tuple):
        return tuple(_words(part) for part in value)
    if isinstance(value, bool):
        return ("Yes" if value else "No",)
    return (str(value),) if value else ()


def _words(part: object) -> str:
    if isinstance(part, StepContent):
        own = [part.title, part.body, part.applies_to and f"Applies to: {part.applies_to}", part.expected]
        shared = part.snippet and f"Shared words: {part.snippet}"
        return "\n".join(filter(None, [f"For {whom(part.audience)}:", *own, shared]))
    if isinstance(part, SymptomContent):
        return part.text
    if isinstance(part, SourceContent):
        return ", ".join(filter(None, [part.name, part.title, part.address, str(part.dated or "")]))
    return str(part)


def _chosen(base: Any, theirs: Any, mine: Any, *, can_be_both: bool) -> str:  # noqa: ANN401 - values of one field
    if theirs == base:
        return "mine"
    if mine == base:
        return "theirs"
    return "both" if can_be_both else ""


def differences(base: ArticleDocument, theirs: ArticleDocument, mine: ArticleDocument) -> tuple[Difference, ...]:
    found = []
    for name in _NAMES:
        old, one, other = (getattr(document, name) for document in (base, theirs, mine))
        if one == other:
            continue
        can_be_both = isinstance(one, tuple)
        chosen = _chosen(old, one, other, can_be_both=can_be_both)
        found.append(Difference(name, FIELDS[name], words_of(one), words_of(other), can_be_both, chosen))
    return tuple(found)


def _value(theirs: Any, mine: Any, choice: str) -> Any:  # noqa: ANN401 - values of one field
    if choice == "both" and isinstance(theirs, tuple):
        return (*theirs, *(part for part in mine if part not in theirs))
    return mine if choice == "mine" else theirs


def merged(theirs: ArticleDocument, mine: ArticleDocument, choices: Mapping[str, str]) -> ArticleDocument:
    """Theirs, with what was chosen of mine."""
    names = {held.name for held in fields(theirs)} & set(choices)
    values = {name: _value(getattr(theirs, name), getattr(mine, name), choices[name]) for name in names}
    return replace(theirs, **values)
