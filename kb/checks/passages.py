"""Every text of a document, with the name of its field. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kb.catalogue.document import ArticleDocument
from kb.checks.finding import CheckContext
from kb.lib.markdown.parts import MarkdownParts, parts


@dataclass(frozen=True)
class CheckedText:
    """One text. `audience` is set where it stands in a step."""

    field: str
    text: str
    audience: str = ""
    is_markdown: bool = False

    @cached_property
    def parts(self) -> MarkdownParts:
        return parts(self.text) if self.is_markdown else MarkdownParts(self.text, prose=(self.text,))

    @property
    def words(self) -> str:
        """The text as it is read, with what stands in code."""
        return self.parts.words

    @property
    def part(self) -> str:
        return self.field.rpartition(".")[2]


@dataclass(frozen=True)
class Subject:
    """What is checked; each text is read once, whoever asks."""

    document: ArticleDocument
    context: CheckContext

    @cached_property
    def passages(self) -> tuple[CheckedText, ...]:
        return passages(self.document)


def passages(document: ArticleDocument) -> tuple[CheckedText, ...]:
    """What a page shows of the document, in the order of the form; empty texts are left out."""
    return tuple(passage for passage in _all(document) if passage.text.strip())


def source_passages(document: ArticleDocument) -> Iterator[CheckedText]:
    for number, source in enumerate(document.sources, 1):
        yield CheckedText(f"sources.{number}.name", source.name)
        yield CheckedText(f"sources.{number}.title", source.title)


def _all(document: ArticleDocument) -> Iterator[CheckedText]:
    yield CheckedText("title", document.title)
    yield CheckedText("summary", document.summary)
    for number, symptom in enumerate(document.symptoms, 1):
        yield CheckedText(f"symptoms.{number}.text", symptom.text, is_markdown=symptom.kind != "EXACT")
    for number, question in enumerate(document.questions, 1):
        yield CheckedText(f"questions.{number}", question)
    for number, cause in enumerate(document.causes, 1):
        yield CheckedText(f"causes.{number}", cause, is_markdown=True)
    for number, step in enumerate(document.steps, 1):
        if step.snippet:
            continue
        yield CheckedText(f"steps.{number}.title", step.title, step.audience)
        yield CheckedText(f"steps.{number}.body", step.body, step.audience, is_markdown=True)
        yield CheckedText(f"steps.{number}.applies_to", step.applies_to, step.audience)
        yield CheckedText(f"steps.{number}.expected", step.expected, step.audience)
    yield CheckedText("background", document.background, is_markdown=True)
