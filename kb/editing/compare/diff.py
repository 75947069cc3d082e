"""What changed between two states of an article, in the order of the page. Pure: documents in, changes out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst

from kb.catalogue.choices import SymptomKind, whom
from kb.catalogue.document import ArticleDocument, SourceContent, StepContent, SymptomContent
from kb.catalogue.labels import one_of, step_names
from kb.editing.compare import matching
from kb.editing.compare.word_diff import ADDED, REMOVED, SAME, DiffPiece, compare_words
from kb.lib import dates

CHANGED, MOVED = "CHANGED", "MOVED"

__all__ = ["ADDED", "CHANGED", "MOVED", "REMOVED", "SAME", "Change", "DiffPiece", "compare"]

_CONFIDENCE = {"STUB": "stub", "UNVERIFIED": "not yet verified", "VERIFIED": "verified"}
_STEP_PARTS = {
    "snippet": "Snippet",
    "title": "Title",
    "body": "What to do",
    "applies_to": "Applies to",
    "expected": "What to expect",
}


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


def compare(before: ArticleDocument, after: ArticleDocument) -> tuple[Change, ...]:
    return tuple(_changes(before, after))


def _changes(before: ArticleDocument, after: ArticleDocument) -> Iterator[Change]:
    def texts(*names: str) -> Iterator[Change]:
        for name in names:
            yield from _text(name, one_of(name), _said(before, name), _said(after, name))

    def lists(*names: str) -> Iterator[Change]:
        for name in names:
            yield from _list(name, one_of(name), getattr(before, name), getattr(after, name))

    yield from texts("title", "slug", "reference", "summary")
    yield from lists("services")
    yield from texts("category", "vendor", "virtual_cards")
    yield from lists("codes", "mentions")
    yield from _parts("symptoms", before.symptoms, after.symptoms, _symptom_text, lambda part: part.kind, _symptom)
    yield from _parts("questions", before.questions, after.questions, str, lambda part: "", str)
    yield from _steps(before.steps, after.steps)
    yield from _parts("causes", before.causes, after.causes, str, lambda part: "", str)
    yield from texts("background")
    yield from lists("related")
    yield from _parts("sources", before.sources, after.sources, _source_text, lambda part: "", _source)
    yield from texts("confidence", "review_due")


def _said(document: ArticleDocument, name: str) -> str:
    value = getattr(document, name)
    if name == "review_due":
        return dates.day(value) if value else ""
    if name == "virtual_cards":
        return "Yes" if value else "No"
    return _CONFIDENCE.get(value, value) if name == "confidence" else value


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


# --- Signs, questions, causes, sources: one text each --------------------------------------------------------------


def _symptom_text(symptom: SymptomContent) -> str:
    return symptom.text


def _symptom(symptom: SymptomContent) -> str:
    return f"{capfirst(dict(SymptomKind.choices).get(symptom.kind, symptom.kind))}: {symptom.text}"


def _source_text(source: SourceContent) -> str:
    return f"{source.name} {source.title} {source.address}"


def _source(source: SourceContent) -> str:
    dated = dates.day(source.dated) if source.dated else ""
    seen = f"read at {source.seen}" if source.seen else ""
    return ", ".join(filter(None, (source.name, source.title, source.address, dated, seen)))


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


def _step_text(step: StepContent) -> str:
    return f"{step.title} {step.body} {step.applies_to} {step.expected} {step.snippet}"


def _moved(before: Sequence[StepContent], after: Sequence[StepContent], found: dict[int, int]) -> set[int]:
    """Among the steps for the same readers: how they stand between those for others is seen by nobody."""
    moved = set()
    for audience in {step.audience for step in after}:
        same = {j: i for j, i in found.items() if before[i].audience == after[j].audience == audience}
        moved |= matching.moved(same)
    return moved


def _steps(before: Sequence[StepContent], after: Sequence[StepContent]) -> Iterator[Change]:
    changes = list(_each_step(before, after))
    yield from changes
    if before != after and not changes:
        told = ", ".join(step.title or step.snippet for step in after)
        yield _whole("steps", "Steps: order between those for different readers", MOVED, told)


def _each_step(before: Sequence[StepContent], after: Sequence[StepContent]) -> Iterator[Change]:
    found = matching.pairs(before, after, words=_step_text, kind=lambda step: step.audience)
    moved = _moved(before, after, found)
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
    said = [part for part in _STEP_PARTS if getattr(step, part)]
    for part in said:
        yield _whole(f"steps.{number}.{part}", _STEP_PARTS[part], kind, getattr(step, part), name, kind)
    if not said:
        yield _whole(f"steps.{number}", "Empty step", kind, "", name, kind)


def _step(before: StepContent, after: StepContent, number: int, *, name: str, was: str) -> Iterator[Change]:
    """`was` is the name that it had where it stood, if it was moved."""
    of_step = (name, MOVED if was else CHANGED)
    if was:
        said = after.title or after.snippet
        yield _whole(f"steps.{number}", f"Was {was[:1].lower()}{was[1:]}", MOVED, said, *of_step)
    old, new = (whom(step.audience) for step in (before, after))
    yield from _text(f"steps.{number}.audience", "For", old, new, *of_step)
    for part, label in _STEP_PARTS.items():
        yield from _text(f"steps.{number}.{part}", label, getattr(before, part), getattr(after, part), *of_step)
