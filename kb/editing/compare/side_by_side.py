"""One of two texts of a draft, read against what both began with: what became of each step, line and word. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from kb.catalogue.contents import StepContent
from kb.catalogue.fields import Part
from kb.catalogue.labels import step_names
from kb.editing.compare import matching
from kb.editing.compare.diff import SHOWN_OF_STEP, Places, moved_steps, sayer_of
from kb.editing.compare.step_forks import StepFork, Steps, places_in
from kb.editing.compare.word_diff import ADDED, REMOVED, SAME, DiffPiece, compare_words

AS_IT_WAS = "Not changed"
NEW, TAKEN_OUT, NOT_THERE = "Added", "Taken out", "Not in this text"
RENAMED, CHANGED, MOVED = "Renamed", "Changed", "Moved"
_NAMES = {"title", "snippet"}
_LABELS = {"title": "", "audience": "For"}


@dataclass(frozen=True)
class SidePart:
    """A field, or a line of a list. Its words are marked where this text changed them."""

    label: str
    pieces: tuple[DiffPiece, ...]
    tag: str = ""


@dataclass(frozen=True)
class Side:
    """`became` says what this text made of the part: it was renamed, and moved."""

    became: tuple[str, ...]
    parts: tuple[SidePart, ...] = ()


def _whole(text: str, kind: str) -> tuple[DiffPiece, ...]:
    return (DiffPiece(text, kind),) if text else ()


# --- Fields and lists ----------------------------------------------------------------------------------------------


def side_of_part(part: Part, base: Any, value: Any, places: Places) -> Side:  # noqa: ANN401 - values of one field
    """A field of the article, or one of its lists."""
    became = (AS_IT_WAS,) if value == base else (CHANGED,)
    if isinstance(value, tuple):
        return Side(became, tuple(_lines(part, base, value, places)))
    pieces = compare_words(part.said(base), part.said(value))
    return Side(became, (SidePart("", pieces),) if pieces else ())


def _lines(part: Part, base: Sequence[Any], rows: Sequence[Any], places: Places) -> Iterator[SidePart]:
    """Every line, in its order; what was taken out stands where it stood."""
    said = sayer_of(part, places)
    found = matching.pairs(base, rows, words=said, kind=lambda row: "")
    moved = matching.moved(found)
    gone = sorted(set(range(len(base))) - set(found.values()))
    for j, row in enumerate(rows):
        while gone and j in found and gone[0] < found[j]:
            yield SidePart("", _whole(said(base[gone.pop(0)]), REMOVED), TAKEN_OUT)
        if j not in found:
            yield SidePart("", _whole(said(row), ADDED), NEW)
            continue
        was = f"{MOVED}: was {found[j] + 1}" if j in moved else ""
        yield SidePart("", compare_words(said(base[found[j]]), said(row)), was)
    for i in gone:
        yield SidePart("", _whole(said(base[i]), REMOVED), TAKEN_OUT)


# --- Steps ---------------------------------------------------------------------------------------------------------


def moved_from(base: Steps, steps: Steps) -> dict[str, str]:
    """By the name of each step that has another place among those for the same readers: what it was called before."""
    found = {j: i for i, j in places_in(base, steps).items()}
    called = step_names(base)
    return {steps[j].name: called[found[j]] for j in moved_steps(base, steps, found)}


def side_of_step(fork: StepFork, step: StepContent | None, was: str) -> Side:
    """`was` is what it was called where it stood, if this text moved it."""
    parts = tuple(_step_parts(fork, step))
    if step is None:
        return Side((TAKEN_OUT if fork.base else NOT_THERE,), parts)
    if fork.base is None:
        return Side((NEW,), parts)
    renamed = (fork.base.title, fork.base.snippet) != (step.title, step.snippet)
    changed = any(part.label and part.pieces and _is_marked(part.pieces) for part in parts)
    found = (RENAMED if renamed else "", CHANGED if changed else "", _moved(was))
    return Side(tuple(filter(None, found)) or (AS_IT_WAS,), parts)


def _is_marked(pieces: Sequence[DiffPiece]) -> bool:
    return any(piece.kind != SAME for piece in pieces)


def _step_parts(fork: StepFork, step: StepContent | None) -> Iterator[SidePart]:
    """What it is called, and all in which the three texts are not one."""
    for part in sorted(SHOWN_OF_STEP, key=lambda one: one.name not in _NAMES):
        is_name = part.name in _NAMES
        old, new = (part.said(getattr(one, part.name)) if one else "" for one in (fork.base, step))
        others = {part.said(getattr(one, part.name)) if one else "" for one in (fork.base, fork.theirs, fork.mine)}
        if not (is_name or len(others) > 1) or not (old or new):
            continue
        pieces = compare_words(old, new) if fork.base else _whole(new, SAME)
        yield SidePart(_LABELS.get(part.name, capfirst(part.label)), pieces)


def side_of_order(steps: Steps, was: dict[str, str]) -> Side:
    """The titles in their order."""
    lines = [
        SidePart(label, _whole(step.title or step.snippet, SAME), _moved(was.get(step.name, "")))
        for label, step in zip(step_names(steps), steps, strict=True)
    ]
    return Side((MOVED,) if was else (AS_IT_WAS,), tuple(lines))


def _moved(was: str) -> str:
    return f"{MOVED}: was {was[:1].lower()}{was[1:]}" if was else ""
