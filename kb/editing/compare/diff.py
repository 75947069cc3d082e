"""What changed between two states of an article, in the order of the page. Pure: documents in, changes out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.utils.text import capfirst

from kb.catalogue import codes, fields
from kb.catalogue.contents import AnsweredMeaning
from kb.catalogue.document import ArticleDocument, SourceContent, StepContent, SymptomContent
from kb.catalogue.fields import Part, PartKind
from kb.catalogue.labels import one_of, step_names
from kb.catalogue.step_names import unnamed
from kb.editing.compare import matching
from kb.editing.compare.word_diff import ADDED, REMOVED, SAME, DiffPiece, compare_words

CHANGED, MOVED = "CHANGED", "MOVED"

# Where each meaning is seen, by the normal key of its code and its own key.
type Places = Mapping[tuple[str, str], str]

__all__ = [
    "ADDED",
    "CHANGED",
    "MOVED",
    "REMOVED",
    "SAME",
    "SHOWN_OF_STEP",
    "Change",
    "Places",
    "compare",
    "moved_steps",
    "said_of_meaning",
    "sayer_of",
]

_STEP = fields.of("steps")
SHOWN_OF_STEP = (*(part for part in _STEP.parts if part.is_read), fields.MORE)


@dataclass(frozen=True)
class Change:
    """One field that is not what it was.

    `field` is named as forms and checks name it (`steps.2.body`): in the new document, or in the old one for what was
    removed. `part_of` names the step that it belongs to, and `part_kind` says what became of that step.
    """

    field: str
    label: str
    kind: str
    pieces: tuple[DiffPiece, ...]
    part_of: str = ""
    part_kind: str = ""


def compare(before: ArticleDocument, after: ArticleDocument, places: Places | None = None) -> tuple[Change, ...]:
    """A meaning whose place is not known is said by its key."""
    return tuple(_changes(before, after, places or {}))


def _changes(before: ArticleDocument, after: ArticleDocument, places: Places) -> Iterator[Change]:
    for part in (*fields.ARTICLE, fields.MORE):
        old, new = getattr(before, part.name), getattr(after, part.name)
        if part is _STEP:
            yield from _steps(old, new)
        elif part.kind is PartKind.ROWS:
            yield from _rows(part, old, new, places)
        elif part.kind is PartKind.NAMES:
            yield from _list(part.name, one_of(part.name), old, new)
        else:
            yield from _text(part.name, part.one or part.label, part.said(old), part.said(new))


def _text(field: str, label: str, before: str, after: str, *of_part: str) -> Iterator[Change]:
    if before == after:
        return
    kind = CHANGED if before and after else ADDED if after else REMOVED
    yield Change(field, label, kind, compare_words(before, after), *of_part)


def _whole(field: str, label: str, kind: str, text: str, *of_part: str) -> Change:
    return Change(field, label, kind, (DiffPiece(text, SAME if kind == MOVED else kind),), *of_part)


def _list(field: str, label: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """Names: each was there or was not. The order is said once, where nothing else changed."""
    if before == after:
        return
    for number, name in enumerate(before, 1):
        if name not in after:
            yield _whole(f"{field}.{number}", label, REMOVED, name)
    for number, name in enumerate(after, 1):
        if name not in before:
            yield _whole(f"{field}.{number}", label, ADDED, name)
    kept_before, kept_after = [n for n in before if n in after], [n for n in after if n in before]
    if kept_before != kept_after:
        yield Change(field, f"{label}: order", MOVED, compare_words(", ".join(kept_before), ", ".join(kept_after)))


# --- Meanings, signs, questions, causes, sources: one text each ----------------------------------------------------


def _symptom(symptom: SymptomContent) -> str:
    return f"{capfirst(fields.of('symptoms').part('kind').said(symptom.kind))}: {symptom.text}"


def _source(source: SourceContent) -> str:
    seen = f"read at {source.seen}" if source.seen else ""
    return ", ".join(filter(None, (*_texts("sources", source, but=("seen",)), seen)))


def said_of_meaning(meaning: AnsweredMeaning, places: Places) -> str:
    where = places.get((codes.normal(meaning.code), meaning.key))
    return f"{meaning.code}, seen: {where}" if where else ", ".join(_texts("meanings", meaning))


_SAID_ROWS: dict[str, Callable[[Any], str]] = {"symptoms": _symptom, "sources": _source}


def _texts(name: str, row: object, *, but: tuple[str, ...] = ()) -> Iterator[str]:
    shown = (part for part in fields.of(name).parts if part.is_read and part.name not in but)
    return (part.said(getattr(row, part.name)) for part in shown)


def sayer_of(part: Part, places: Places) -> Callable[[Any], str]:
    """How one row of a list is said, or one of its names."""
    if part.is_texts or part.kind is PartKind.NAMES:
        return str
    said_rows = _SAID_ROWS | {"meanings": partial(said_of_meaning, places=places)}
    own = said_rows.get(part.name, lambda row: ", ".join(filter(None, _texts(part.name, row))))
    return lambda row: ", ".join(filter(None, (own(row), row.more and f"{fields.MORE.label}: {row.more}")))


def _rows(part: Part, before: Sequence[Any], after: Sequence[Any], places: Places) -> Iterator[Change]:
    if part.is_texts:
        yield from _parts(part.name, before, after, str, lambda row: "", str)
        return
    chosen = [one.name for one in part.parts if one.kind is PartKind.CHOICE]
    yield from _parts(
        part.name,
        before,
        after,
        words=lambda row: " ".join(_texts(part.name, row, but=(*chosen, "dated", "seen"))),
        kind=lambda row: " ".join(str(getattr(row, name)) for name in chosen),
        said=sayer_of(part, places),
    )


def _parts[T](
    field: str,
    before: Sequence[T],
    after: Sequence[T],
    words: Callable[[T], str],
    kind: Callable[[T], str],
    said: Callable[[T], str],
) -> Iterator[Change]:
    label = one_of(field)
    found = matching.pairs(before, after, words=words, kind=kind)
    moved = matching.moved(found)
    for i in sorted(set(range(len(before))) - set(found.values())):
        yield _whole(f"{field}.{i + 1}", label, REMOVED, said(before[i]))
    for j, part in enumerate(after):
        place = f"{field}.{j + 1}"
        if j not in found:
            yield _whole(place, label, ADDED, said(part))
            continue
        if j in moved:
            yield _whole(place, f"{label}: moved from {found[j] + 1} to {j + 1}", MOVED, said(part))
        yield from _text(place, label, said(before[found[j]]), said(part))


# --- Steps ---------------------------------------------------------------------------------------------------------


def paired_steps(before: Sequence[StepContent], after: Sequence[StepContent]) -> dict[int, int]:
    """Place in the new list → place in the old one."""
    return matching.pairs(
        before,
        after,
        words=_step_text,
        kind=lambda step: step.audience,
        name=lambda step: step.name,
        same=lambda step: replace(step, name=""),
    )


def _step_text(step: StepContent) -> str:
    return " ".join(getattr(step, part.name) for part in _STEP.parts if part.is_prose or part.name == "snippet")


def moved_steps(before: Sequence[StepContent], after: Sequence[StepContent], found: dict[int, int]) -> set[int]:
    """Among the steps for the same readers: how they stand between those for others is seen by nobody."""
    moved = set()
    for audience in {step.audience for step in after}:
        same = {j: i for j, i in found.items() if before[i].audience == after[j].audience == audience}
        moved |= matching.moved(same)
    return moved


def _steps(before: Sequence[StepContent], after: Sequence[StepContent]) -> Iterator[Change]:
    changes = list(_each_step(before, after))
    yield from changes
    if not changes and unnamed(before) != unnamed(after):
        told = ", ".join(step.title or step.snippet for step in after)
        yield _whole("steps", "Steps: order between those for different readers", MOVED, told)


def _each_step(before: Sequence[StepContent], after: Sequence[StepContent]) -> Iterator[Change]:
    found = paired_steps(before, after)
    moved = moved_steps(before, after, found)
    old, new = step_names(before), step_names(after)
    removed = sorted(set(range(len(before))) - set(found.values()))
    for j, step in enumerate(after):
        # What was removed stands where it stood: before the first step that stood behind it.
        while removed and j in found and removed[0] < found[j]:
            i = removed.pop(0)
            yield from _one_sided(before[i], i + 1, old[i], REMOVED)
        if j in found:
            was = old[found[j]] if j in moved else ""
            yield from _step(before[found[j]], step, j + 1, name=new[j], was=was)
        else:
            yield from _one_sided(step, j + 1, new[j], ADDED)
    for i in removed:
        yield from _one_sided(before[i], i + 1, old[i], REMOVED)


def _one_sided(step: StepContent, number: int, name: str, kind: str) -> Iterator[Change]:
    said = [part for part in SHOWN_OF_STEP if part.name != "audience" and getattr(step, part.name)]
    for part in said:
        text = part.said(getattr(step, part.name))
        yield _whole(f"steps.{number}.{part.name}", capfirst(part.label), kind, text, name, kind)
    if not said:
        yield _whole(f"steps.{number}", "Empty step", kind, "", name, kind)


def _step(before: StepContent, after: StepContent, number: int, *, name: str, was: str) -> Iterator[Change]:
    """`was` is the name that it had where it stood, if it was moved."""
    of_step = (name, MOVED if was else CHANGED)
    if was:
        said = after.title or after.snippet
        yield _whole(f"steps.{number}", f"Was {was[:1].lower()}{was[1:]}", MOVED, said, *of_step)
    for part in SHOWN_OF_STEP:
        label = "For" if part.name == "audience" else capfirst(part.label)
        old, new = (part.said(getattr(step, part.name)) for step in (before, after))
        yield from _text(f"steps.{number}.{part.name}", label, old, new, *of_step)
