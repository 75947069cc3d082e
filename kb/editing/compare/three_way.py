"""Two texts of one draft side by side, field by field, and the one that is made of both. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kb.catalogue import codes, fields
from kb.catalogue.choices import whom
from kb.catalogue.contents import AnsweredMeaning, StepContent, following
from kb.catalogue.document import ArticleDocument
from kb.catalogue.fields import Part, PartKind, PartReader
from kb.catalogue.labels import step_names
from kb.editing.compare.diff import Places, said_of_meaning
from kb.editing.compare.step_forks import StepOrders, Steps, forks, joined, more_of_both, woven

NOT_THERE = "This text does not have it."
ORDER = "steps.order"


@dataclass(frozen=True)
class Difference:
    """`chosen` is what one side alone changed; empty where both did, and a person must say."""

    name: str
    label: str
    theirs: tuple[str, ...]
    mine: tuple[str, ...]
    can_be_both: bool
    chosen: str


def words_of(part: Part, value: Any, places: Places) -> tuple[str, ...]:  # noqa: ANN401 - whatever a document holds
    """A value as lines to read."""
    if isinstance(value, tuple):
        return tuple(_words(part, row, places) for row in value)
    return tuple(filter(None, (part.said(value),)))


def _words(part: Part, row: object, places: Places) -> str:
    if isinstance(row, AnsweredMeaning):
        return said_of_meaning(row, places)
    if isinstance(row, StepContent):
        own = [row.title, row.body, row.applies_to and f"Applies to: {row.applies_to}", row.expected]
        for_codes = f"For codes: {', '.join(row.codes)}" if row.codes else ""
        general = "For every code of this article" if row.general else ""
        shared = row.snippet and f"Shared words: {row.snippet}"
        return "\n".join(filter(None, [f"For {whom(row.audience)}:", *own, shared, for_codes, general]))
    if isinstance(row, str):
        return row
    shown = (one for one in part.parts if one.kind is not PartKind.CHOICE and one.reader is PartReader.EVERYBODY)
    return ", ".join(filter(None, (one.said(getattr(row, one.name)) for one in shown)))


def _chosen(base: Any, theirs: Any, mine: Any, *, can_be_both: bool) -> str:  # noqa: ANN401 - values of one field
    if theirs == base:
        return "mine"
    if mine == base:
        return "theirs"
    return "both" if can_be_both else ""


def _can_be_both(part: Part, base: Any, theirs: Any, mine: Any) -> bool:  # noqa: ANN401 - values of one part
    if part is fields.MORE:
        return more_of_both(theirs, mine) is not None
    if part.name == "meanings":
        # An article answers one meaning of a code: where both changed that, neither goes with the other.
        was, one, other = ({codes.normal(row.code): row.key for row in rows} for rows in (base, theirs, mine))
        changed = [{code for code in was | held if held.get(code) != was.get(code)} for held in (one, other)]
        return all(one.get(code) == other.get(code) for code in changed[0] & changed[1])
    return isinstance(theirs, tuple)


def differences(
    base: ArticleDocument, theirs: ArticleDocument, mine: ArticleDocument, places: Places | None = None
) -> tuple[Difference, ...]:
    """A meaning whose place is not known is said by its key."""
    return tuple(_differences(base, theirs, mine, places or {}))


def _differences(
    base: ArticleDocument, theirs: ArticleDocument, mine: ArticleDocument, places: Places
) -> Iterator[Difference]:
    for part in (*fields.ARTICLE, fields.MORE):
        old, one, other = (getattr(document, part.name) for document in (base, theirs, mine))
        if part.name == "steps":
            yield from _step_differences(part, old, one, other)
        elif one != other:
            can_be_both = _can_be_both(part, old, one, other)
            chosen = _chosen(old, one, other, can_be_both=can_be_both)
            texts = [words_of(part, value, places) for value in (one, other)]
            yield Difference(part.name, part.label, texts[0], texts[1], can_be_both, chosen)


def _step_differences(part: Part, base: Steps, theirs: Steps, mine: Steps) -> Iterator[Difference]:
    """Step by step, so that two people who changed different ones need not choose."""
    called = {**_called(base), **_called(mine), **_called(theirs)}
    found = forks(base, theirs, mine)
    for fork in found:
        if fork.differs:
            one, other = ((_words(part, step, {}),) if step else (NOT_THERE,) for step in (fork.theirs, fork.mine))
            label = called[fork.name]
            yield Difference(f"steps.{fork.name}", label, one, other, bool(fork.both), fork.chosen)
    orders = StepOrders.of(base, theirs, mine, found)
    if orders.differ:
        titles = [tuple(step.title or step.snippet for step in steps) for steps in (theirs, mine)]
        yield Difference(ORDER, "Order of the steps", titles[0], titles[1], can_be_both=False, chosen=orders.chosen)


def _called(steps: Steps) -> dict[str, str]:
    return dict(zip((step.name for step in steps), step_names(steps), strict=True))


def _value(name: str, texts: Sequence[ArticleDocument], choice: str) -> Any:  # noqa: ANN401 - value of that field
    base, theirs, mine = (getattr(document, name) for document in texts)
    if choice == "both" and name == fields.MORE.name:
        return more_of_both(theirs, mine) or theirs
    if choice == "both" and isinstance(theirs, tuple):
        return woven(base, theirs, mine)
    return mine if choice == "mine" else theirs


def merged(
    base: ArticleDocument, theirs: ArticleDocument, mine: ArticleDocument, choices: Mapping[str, str]
) -> ArticleDocument:
    """Theirs, with what was chosen of mine. `base` is what both began from."""
    names = ({*fields.BY_NAME, fields.MORE.name} - {"steps"}) & set(choices)
    values = {name: _value(name, (base, theirs, mine), choices[name]) for name in names}
    of_steps = {name.removeprefix("steps."): choice for name, choice in choices.items()}
    values["steps"] = joined(base.steps, theirs.steps, mine.steps, of_steps, choices.get(ORDER, ""))
    text = replace(theirs, **values)
    return replace(text, meanings=following(text.meanings, text.codes))
