"""The steps of two texts that began from one: each step as both have it, and the list that is made of both. Pure."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from kb.catalogue.contents import StepContent, more_of, unknown_in
from kb.catalogue.step_names import derived, each_its_own
from kb.editing.compare.diff import paired_steps

type Steps = Sequence[StepContent]


@dataclass(frozen=True)
class StepFork:
    """One step as it was, and as each has it now; nothing where a text lacks it."""

    base: StepContent | None
    theirs: StepContent | None
    mine: StepContent | None

    @property
    def name(self) -> str:
        return next(step.name for step in (self.theirs, self.mine, self.base) if step)

    @property
    def differs(self) -> bool:
        return _said(self.theirs) != _said(self.mine)

    @property
    def both(self) -> StepContent | None:
        """With what each changed; nothing where they changed the same part, or one took the step out."""
        if not (self.base and self.theirs and self.mine):
            return None
        values: dict[str, Any] = {}
        for held in fields(StepContent):
            old, theirs, mine = (getattr(step, held.name) for step in (self.base, self.theirs, self.mine))
            if held.name == "name" or mine in (theirs, old):
                values[held.name] = theirs
            elif theirs == old:
                values[held.name] = mine
            elif held.name == "more" and (joined := more_of_both(theirs, mine)) is not None:
                values[held.name] = joined
            elif isinstance(old, tuple):
                values[held.name] = woven(old, theirs, mine)
            else:
                return None
        return StepContent(**values)

    @property
    def chosen(self) -> str:
        """What one side alone changed; empty where a person must say."""
        if _said(self.theirs) == _said(self.base):
            return "mine"
        if _said(self.mine) == _said(self.base):
            return "theirs"
        return "both" if self.both else ""

    def taken(self, choice: str) -> StepContent | None:
        step = self.both if choice == "both" else self.mine if choice == "mine" else self.theirs
        return replace(step, name=self.name) if step else None


def _said(step: StepContent | None) -> StepContent | None:
    return replace(step, name="") if step else None


def more_of_both(theirs: str, mine: str) -> str | None:
    """What this version does not know, of two texts; nothing where they say otherwise by the same name."""
    one, other = unknown_in(theirs), unknown_in(mine)
    return None if any(one[name] != other[name] for name in one.keys() & other.keys()) else more_of({**one, **other})


def places_in(base: Steps, steps: Steps) -> dict[int, int]:
    """Place in the first text → place in the other.

    Steps of two names are one only where the other's name merely follows from its place and title, as in a file that
    names none. Somebody who takes a step out and adds one like it has made another step.
    """
    nameless = set(derived(steps))
    pairs = paired_steps(base, steps).items()
    return {i: j for j, i in pairs if base[i].name == steps[j].name or steps[j].name in nameless}


def forks(base: Steps, theirs: Steps, mine: Steps) -> tuple[StepFork, ...]:
    """Every step that any of them has: those of the first text in its order, then new ones."""
    in_theirs, in_mine = places_in(base, theirs), places_in(base, mine)
    found = [
        StepFork(step, theirs[in_theirs[i]] if i in in_theirs else None, mine[in_mine[i]] if i in in_mine else None)
        for i, step in enumerate(base)
    ]
    own = [step for j, step in enumerate(mine) if j not in in_mine.values()]
    for j, step in enumerate(theirs):
        if j not in in_theirs.values():
            same = next((one for one in own if one.name == step.name or _said(one) == _said(step)), None)
            own = [one for one in own if one is not same]
            found.append(StepFork(None, step, same))
    return (*found, *(StepFork(None, None, step) for step in own))


# --- Order ---------------------------------------------------------------------------------------------------------


def woven[T: Hashable](base: Sequence[T], theirs: Sequence[T], mine: Sequence[T]) -> tuple[T, ...]:
    """What either added and neither took out, in the order of whoever changed that."""
    every = _put_together(mine, theirs) if has_order_of(base, theirs, mine) else _put_together(theirs, mine)
    return tuple(one for one in every if (one in theirs and one in mine) or one not in base)


def _put_together[T: Hashable](main: Sequence[T], other: Sequence[T]) -> list[T]:
    """What the first lacks stands behind what it follows in the other."""
    found = list(main)
    for place, one in enumerate(other):
        if one not in found:
            above = next((found.index(before) for before in reversed(other[:place]) if before in found), -1)
            found.insert(above + 1, one)
    return found


def has_order_of[T: Hashable](base: Sequence[T], theirs: Sequence[T], mine: Sequence[T]) -> bool:
    """Whether theirs left what all three have in its order."""
    common = set(base) & set(theirs) & set(mine)
    return [one for one in base if one in common] == [one for one in theirs if one in common]


def _order(steps: Steps, found: Sequence[StepFork], which: Callable[[StepFork], StepContent | None]) -> list[int]:
    at = {id(step): n for n, fork in enumerate(found) if (step := which(fork)) is not None}
    return [at[id(step)] for step in steps]


@dataclass(frozen=True)
class StepOrders:
    """The steps of each text as places among the forks."""

    base: list[int]
    theirs: list[int]
    mine: list[int]

    @classmethod
    def of(cls, base: Steps, theirs: Steps, mine: Steps, found: Sequence[StepFork]) -> "StepOrders":
        return cls(
            _order(base, found, lambda fork: fork.base),
            _order(theirs, found, lambda fork: fork.theirs),
            _order(mine, found, lambda fork: fork.mine),
        )

    @property
    def differ(self) -> bool:
        return not has_order_of(self.theirs, self.mine, self.theirs)

    @property
    def chosen(self) -> str:
        if has_order_of(self.base, self.theirs, self.mine):
            return "mine"
        return "theirs" if has_order_of(self.base, self.mine, self.theirs) else ""

    def taken(self, choice: str) -> list[int]:
        is_mine = (choice or self.chosen) == "mine"
        return _put_together(self.mine, self.theirs) if is_mine else _put_together(self.theirs, self.mine)


def joined(base: Steps, theirs: Steps, mine: Steps, choices: Mapping[str, str], order: str) -> tuple[StepContent, ...]:
    """`choices` are by the name of a step: theirs, mine or both; what is not among them is theirs."""
    found = forks(base, theirs, mine)
    kept = {n: step for n, fork in enumerate(found) if (step := fork.taken(choices.get(fork.name, "theirs")))}
    places = StepOrders.of(base, theirs, mine, found).taken(order)
    return each_its_own([kept[n] for n in places if n in kept])
