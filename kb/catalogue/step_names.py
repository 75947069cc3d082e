"""The name of a step: eight letters, given once and kept, so that something can point to it across versions. Pure.

Without vowels, so that no words arise, and without l. A step that was written before there were names has one that
follows from its place and its title, the same whenever it is read.
"""

import hashlib
import re
import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from kb.catalogue.contents import StepContent

LETTERS = "bcdfghjkmnpqrstvwxz"
LENGTH = 8
_NAME = re.compile(rf"[{LETTERS}]{{{LENGTH}}}")

type Steps = Sequence[StepContent]


def is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text))


def _letters(text: str) -> str:
    number, found = int.from_bytes(hashlib.sha256(text.encode(errors="surrogatepass")).digest()), ""
    for _ in range(LENGTH):
        number, letter = divmod(number, len(LETTERS))
        found += LETTERS[letter]
    return found


def _derived(place: int, step: StepContent, taken: Collection[str]) -> str:
    attempt = 0
    while (name := _letters(f"{place}\n{step.title or step.snippet}\n{attempt}")) in taken:
        attempt += 1
    return name


def derived(steps: Steps) -> tuple[str, ...]:
    """The names that they would have if none had been given."""
    return tuple(step.name for step in named(unnamed(steps)))


def named(steps: Steps) -> tuple[StepContent, ...]:
    """Each with a name; those that have one keep it."""
    taken = {step.name for step in steps if step.name}
    found = []
    for place, step in enumerate(steps, 1):
        name = step.name or _derived(place, step, taken)
        taken.add(name)
        found.append(step if step.name else replace(step, name=name))
    return tuple(found)


def unnamed(steps: Steps) -> tuple[StepContent, ...]:
    """What they say, without what they are called: two that differ in nothing else say the same."""
    return tuple(replace(step, name="") for step in steps)


def faults(steps: Steps) -> Iterator[tuple[int, str]]:
    """What is wrong with a name, and with which step, counted from 1."""
    seen: set[str] = set()
    for number, step in enumerate(steps, 1):
        if not is_name(step.name):
            yield number, f"'{step.name}' is no name of a step: take it out, and the step gets one."
        elif step.name in seen:
            yield number, f"Another step has the name {step.name}: take it out here, and this step gets its own."
        seen.add(step.name)


def each_its_own(steps: Steps) -> tuple[StepContent, ...]:
    """A second step of a name, and what is no name, loses it."""
    seen: set[str] = set()
    found = []
    for step in steps:
        is_own = is_name(step.name) and step.name not in seen
        seen.add(step.name)
        found.append(step if is_own else replace(step, name=""))
    return tuple(found)


def fresh(taken: Collection[str] = ()) -> str:
    """For a step that somebody adds."""
    while (name := "".join(secrets.choice(LETTERS) for _ in range(LENGTH))) in taken:
        pass
    return name


def anew(steps: Iterable[StepContent]) -> tuple[StepContent, ...]:
    """Of a copy: its steps are other steps."""
    taken: set[str] = set()
    found = []
    for step in steps:
        name = fresh(taken)
        taken.add(name)
        found.append(replace(step, name=name))
    return tuple(found)
