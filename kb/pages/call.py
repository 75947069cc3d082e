"""A page that begins with a phone call: the number that answers now, then what to do in each case. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.text import capfirst

from kb.contacts.presenters import ContactCard
from kb.pages.parts import StepList, StepView


@dataclass(frozen=True)
class Case:
    """What to do where the person has this and not another."""

    heading: str
    steps: StepList


@dataclass(frozen=True)
class FirstCall:
    """`desk` answers now, as far as we know; `is_another` than the one that the step names."""

    step: StepView
    desk: ContactCard | None
    is_another: bool
    cases: tuple[Case, ...]
    then: StepList


def _answers(card: ContactCard) -> bool:
    """Unless it is closed, and there is no number for that."""
    return card.is_open is not False or len(card.phones) > 1


def _desk(step: StepView, contacts: Sequence[ContactCard]) -> ContactCard | None:
    others = [card for card in contacts if card.phones and card not in step.desks]
    known = [*step.desks, *others]
    return next((card for card in known if _answers(card)), known[0] if known else None)


def _with_other_numbers(step: StepView, desk: ContactCard | None) -> StepView:
    """What is for later has the number that the page does not begin with."""
    desks = [replace(card, phones=card.phones[1:]) if card == desk and card.phones[1:] else card for card in step.desks]
    return replace(step, desks=tuple(desks))


def first_call(steps: StepList, contacts: Sequence[ContactCard]) -> FirstCall | None:
    """The first step is the call. Those that apply to one case only are told apart, the rest comes after."""
    if not steps.steps:
        return None
    call, *others = steps.steps
    cases: dict[str, list[StepView]] = {}
    for step in others:
        cases.setdefault(str(step.applies_to), []).append(replace(step, applies_to=""))
    then = cases.pop("", [])
    desk = _desk(call, contacts)
    return FirstCall(
        step=call,
        desk=desk,
        is_another=desk is not None and desk not in call.desks,
        cases=tuple(Case(capfirst(case), StepList(tuple(mine))) for case, mine in cases.items()),
        then=StepList(tuple(_with_other_numbers(step, desk) for step in then)),
    )
