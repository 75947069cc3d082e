"""Two texts of one draft side by side, field by field, and the one that is made of both. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kb.catalogue import codes, fields
from kb.catalogue.contents import following
from kb.catalogue.document import ArticleDocument
from kb.catalogue.fields import Part
from kb.catalogue.labels import step_names
from kb.editing.compare.diff import Places
from kb.editing.compare.side_by_side import Side, moved_from, side_of_order, side_of_part, side_of_step
from kb.editing.compare.step_forks import StepOrders, Steps, forks, joined, more_of_both, woven

ORDER = "steps.order"


@dataclass(frozen=True)
class Difference:
    """`chosen` is what one side alone changed; empty where both did, and a person must say."""

    name: str
    label: str
    theirs: Side
    mine: Side
    can_be_both: bool
    chosen: str


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
            yield from _step_differences(old, one, other)
        elif one != other:
            can_be_both = _can_be_both(part, old, one, other)
            chosen = _chosen(old, one, other, can_be_both=can_be_both)
            sides = [side_of_part(part, old, value, places) for value in (one, other)]
            yield Difference(part.name, part.label, sides[0], sides[1], can_be_both, chosen)


def _step_differences(base: Steps, theirs: Steps, mine: Steps) -> Iterator[Difference]:
    """Step by step, so that two people who changed different ones need not choose."""
    called = {**_called(base), **_called(mine), **_called(theirs)}
    found = forks(base, theirs, mine)
    moved = [moved_from(base, steps) for steps in (theirs, mine)]
    for fork in found:
        if fork.differs:
            one, other = (
                side_of_step(fork, step, was.get(step.name, "") if step else "")
                for step, was in zip((fork.theirs, fork.mine), moved, strict=True)
            )
            yield Difference(f"steps.{fork.name}", called[fork.name], one, other, bool(fork.both), fork.chosen)
    orders = StepOrders.of(base, theirs, mine, found)
    if orders.differ:
        sides = [side_of_order(steps, was) for steps, was in zip((theirs, mine), moved, strict=True)]
        yield Difference(ORDER, "Order of the steps", sides[0], sides[1], can_be_both=False, chosen=orders.chosen)


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
