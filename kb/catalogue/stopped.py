"""What readers are given of an article while a step of it is stopped: a line where it stood, and none of its words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kb.catalogue.choices import SnippetKind
from kb.catalogue.contents import StepContent
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, Step
from kb.lib import dates


@dataclass(frozen=True)
class StoppedContent(StepContent):
    """Stands in the place of a step that is stopped. Whoever does not know it shows its title, which may be read."""

    is_note: bool = False  # it had no number


def is_stopped(step: StepContent) -> bool:
    return isinstance(step, StoppedContent)


def has_no_number(step: StepContent, notes: Collection[str]) -> bool:
    """It stands under the step before it, or stood there. `notes` are snippets that are notes."""
    return step.snippet in notes or (isinstance(step, StoppedContent) and step.is_note)


def has_stopped(article: Article) -> bool:
    """Fetch the article `with_guidance()`, and it costs no query."""
    return any(step.stopped_at for step in article.steps.all())


def said_of_stopped(at: datetime) -> str:
    return f"We took a step out on {dates.day(at)}, {dates.clock(at)}, while it is checked"


def words_of(step: StepContent) -> tuple[str, ...]:
    """What it says to readers; a snippet is known by its address."""
    return (step.title, step.body, step.applies_to, step.expected, step.snippet)


def words_of_row(step: Step) -> tuple[str, ...]:
    """Fetch the step with its snippet."""
    return (step.title, step.body, step.applies_to, step.expected, step.snippet.slug if step.snippet else "")


def _stopped(document: ArticleDocument, article: Article) -> Mapping[str, Step]:
    """By the name that the step has in this document: an older version may know it by another, with the same words."""
    rows = [step for step in article.steps.all() if step.stopped_at]
    if not rows:
        return {}
    names = {step.name for step in document.steps}
    renamed = {words_of_row(row): row for row in rows if row.name not in names}
    by_name = {row.name: row for row in rows}
    found = ((step.name, by_name.get(step.name) or renamed.get(words_of(step))) for step in document.steps)
    return {name: row for name, row in found if row}


def _in_place_of(step: StepContent, row: Step) -> StoppedContent:
    return StoppedContent(
        step.audience,
        title=said_of_stopped(row.stopped_at) if row.stopped_at else "",
        name=step.name,
        codes=step.codes,
        general=step.general,
        is_note=row.snippet is not None and row.snippet.kind == SnippetKind.NOTE,
    )


def as_shown(document: ArticleDocument, article: Article) -> ArticleDocument:
    """For pages: the document of the article, or that of one of its versions. Fetch the article `with_guidance()`."""
    stopped = _stopped(document, article)
    if not stopped:
        return document
    steps = (_in_place_of(step, stopped[step.name]) if step.name in stopped else step for step in document.steps)
    return replace(document, steps=tuple(steps))


def without_stopped(document: ArticleDocument, article: Article) -> ArticleDocument:
    """For what is found and for what is taken along. Fetch the article `with_guidance()`."""
    stopped = _stopped(document, article)
    if not stopped:
        return document
    return replace(document, steps=tuple(step for step in document.steps if step.name not in stopped))
