"""Every text of a document, with the name of its field. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kb.catalogue.document import ArticleDocument
from kb.checks.finding import CheckContext
from kb.lib.markdown.parts import Parts, parts


@dataclass(frozen=True)
class Passage:
    """One text. `audience` is set where it stands in a step."""

    field: str
    text: str
    audience: str = ""
    is_markdown: bool = False

    @cached_property
    def parts(self) -> Parts:
        return parts(self.text) if self.is_markdown else Parts(self.text, prose=(self.text,))

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
    def passages(self) -> tuple[Passage, ...]:
        return passages(self.document)


def passages(document: ArticleDocument) -> tuple[Passage, ...]:
    """What a page shows of the document, in the order of the form; empty texts are left out."""
    return tuple(passage for passage in _all(document) if passage.text.strip())


def source_passages(document: ArticleDocument) -> Iterator[Passage]:
    for number, source in enumerate(document.sources, 1):
        yield Passage(f"sources.{number}.name", source.name)
        yield Passage(f"sources.{number}.title", source.title)


def _all(document: ArticleDocument) -> Iterator[Passage]:
    yield Passage("title", document.title)
    yield Passage("summary", document.summary)
    for number, symptom in enumerate(document.symptoms, 1):
        yield Passage(f"symptoms.{number}.text", symptom.text, is_markdown=symptom.kind != "EXACT")
    for number, question in enumerate(document.questions, 1):
        yield Passage(f"questions.{number}", question)
    for number, cause in enumerate(document.causes, 1):
        yield Passage(f"causes.{number}", cause, is_markdown=True)
    for number, step in enumerate(document.steps, 1):
        if step.snippet:
            continue
        yield Passage(f"steps.{number}.title", step.title, step.audience)
        yield Passage(f"steps.{number}.body", step.body, step.audience, is_markdown=True)
        yield Passage(f"steps.{number}.applies_to", step.applies_to, step.audience)
        yield Passage(f"steps.{number}.expected", step.expected, step.audience)
    yield Passage("background", document.background, is_markdown=True)
