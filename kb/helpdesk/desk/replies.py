"""What an analyst pastes: a reply to the caller, and lines for the ticket. Pure.

The script of the desk changes the same lines when a step is ticked: see static/desk.js.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

DONE = "done with you on the phone"
NOT_SAID = "not said yet"
_UNDER = "   "


@dataclass(frozen=True)
class StepLine:
    """A step in plain words."""

    name: str
    title: str
    body: str = ""
    whom: str = ""


@dataclass(frozen=True)
class ReplySource:
    """What every text of an answer says: `about` is a line on top, `stamp` is KB0018 v7."""

    about: str
    code: str
    service: str
    address: str
    stamp: str


def _numbered(number: int, step: StepLine, done: Collection[str]) -> list[str]:
    """Only a step begins at the margin with its number, so that a script finds it."""
    mark = f" ({DONE})" if step.name in done else ""
    return [f"{number}. {step.title}{mark}", *(f"{_UNDER}{line}" for line in step.body.splitlines() if line.strip())]


def reply(source: ReplySource, steps: Sequence[StepLine], done: Collection[str] = ()) -> str:
    """Ends with the address and the stamp."""
    lines = [source.about, ""]
    for number, step in enumerate(steps, 1):
        lines += [*_numbered(number, step, done), ""]
    return "\n".join([*lines, source.address, source.stamp])


def ticket(source: ReplySource, steps: Sequence[StepLine], done: Collection[str] = (), outcome: str = "") -> str:
    """For the desk's own ticket system: what was tried, and what came of it."""
    tried = [f"- {step.title}{f' ({step.whom})' if step.whom else ''}" for step in steps if step.name in done]
    known = [("Code", source.code), ("Article", source.about), ("Service", source.service)]
    lines = [f"{word}: {text}" for word, text in known if text and not (word == "Article" and source.code)]
    lines += ["Steps tried:", *tried] if tried else ["Steps tried: none ticked"]
    return "\n".join([*lines, f"Outcome: {outcome or NOT_SAID}", source.address, source.stamp])
