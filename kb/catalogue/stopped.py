"""What readers are given of an article while a step of it is stopped: a line where it stood, and none of its words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kb.catalogue.choices import SnippetKind
from kb.catalogue.contents import StepContent
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, Step, StoppedStep
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


def said_of_changed(at: datetime) -> str:
    return f"We took a step out of this version on {dates.day(at)}, {dates.clock(at)}. See the current version"


def words_of(step: StepContent) -> tuple[str, ...]:
    """What it says to readers; a snippet is known by its address."""
    return (step.title, step.body, step.applies_to, step.expected, step.snippet)


def words_of_row(step: Step) -> tuple[str, ...]:
    """Fetch the step with its snippet."""
    return (step.title, step.body, step.applies_to, step.expected, step.snippet.slug if step.snippet else "")


@dataclass(frozen=True)
class _Stop:
    """A step that is out, as the article or one of its versions has it. `said` stands in its place."""

    name: str
    audience: str
    words: tuple[str, ...]
    said: str
    is_note: bool = False


def _of_rows(article: Article) -> list[_Stop]:
    return [
        _Stop(
            row.name,
            row.audience,
            words_of_row(row),
            said_of_stopped(row.stopped_at),
            row.snippet is not None and row.snippet.kind == SnippetKind.NOTE,
        )
        for row in article.steps.all()
        if row.stopped_at
    ]


def _of_versions(article: Article, number: int) -> list[_Stop]:
    """Those that were stopped and then changed in a version after this one, with the words that they had. Two queries,
    or one where there is none.
    """
    former = list(StoppedStep.objects.of_versions_from(number, article).order_by("at", "pk"))
    last_with = {stop.changed_in - 1 for stop in former if stop.changed_in}
    kept = article.versions.filter(number__in=last_with).values_list("number", "document") if former else ()
    documents = {version: ArticleDocument.from_dict(document) for version, document in kept}
    found = []
    for stop in former:
        document = documents.get((stop.changed_in or 0) - 1)
        step = next((one for one in document.steps if one.name == stop.step), None) if document else None
        words = words_of(step) if step else ()
        found.append(_Stop(stop.step, step.audience if step else "", words, said_of_changed(stop.at)))
    return found


def _with_stops(document: ArticleDocument, article: Article, stops: Sequence[_Stop]) -> ArticleDocument:
    """A version may know a step by another name, with the same words for the same people; but what stands in the
    article now, and was not stopped, was looked at and left.
    """
    if not stops:
        return document
    by_name = {stop.name: stop for stop in stops}
    by_words = {(stop.audience, stop.words): stop for stop in stops}
    left = {(row.name, words_of_row(row)) for row in article.steps.all() if not row.stopped_at}

    def shown(step: StepContent) -> StepContent:
        stop = by_name.get(step.name)
        if stop is None and (step.name, words_of(step)) not in left:
            stop = by_words.get((step.audience, words_of(step)))
        return _in_place_of(step, stop) if stop and not is_stopped(step) else step

    return replace(document, steps=tuple(map(shown, document.steps)))


def _in_place_of(step: StepContent, stop: _Stop) -> StoppedContent:
    return StoppedContent(
        step.audience,
        title=stop.said,
        name=step.name,
        codes=step.codes,
        general=step.general,
        is_note=stop.is_note,
    )


def _bare(document: ArticleDocument) -> ArticleDocument:
    steps = tuple(step for step in document.steps if not is_stopped(step))
    return document if len(steps) == len(document.steps) else replace(document, steps=steps)


def as_shown(document: ArticleDocument, article: Article) -> ArticleDocument:
    """For pages: the document of the article. Fetch the article `with_guidance()`."""
    return _with_stops(document, article, _of_rows(article))


def as_shown_then(document: ArticleDocument, article: Article, number: int) -> ArticleDocument:
    """For pages: the document of a version. Also without what was stopped and has other words since: only the current
    one says these. Fetch the article `with_guidance()`.
    """
    shown = as_shown(document, article)
    return shown if number >= article.version else _with_stops(shown, article, _of_versions(article, number))


def without_stopped(document: ArticleDocument, article: Article) -> ArticleDocument:
    """For what is found and for what is taken along. Fetch the article `with_guidance()`."""
    return _bare(as_shown(document, article))


def without_stopped_then(document: ArticleDocument, article: Article, number: int) -> ArticleDocument:
    return _bare(as_shown_then(document, article, number))
