"""Every text of a document, with the name of its field. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kb.catalogue import fields
from kb.catalogue.document import ArticleDocument
from kb.catalogue.fields import Part, PartKind
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
    """What a page shows of the document, in its order; empty texts are left out."""
    return tuple(passage for passage in _all(document) if passage.text.strip())


def source_passages(document: ArticleDocument) -> Iterator[CheckedText]:
    for number, source in enumerate(document.sources, 1):
        yield CheckedText(f"sources.{number}.name", source.name)
        yield CheckedText(f"sources.{number}.title", source.title)


def _all(document: ArticleDocument) -> Iterator[CheckedText]:
    for part in fields.ARTICLE:
        value = getattr(document, part.name)
        if part.kind is PartKind.ROWS:
            for number, row in enumerate(value, 1):
                yield from _of_row(part, row, f"{part.name}.{number}")
        elif part.is_prose:
            yield CheckedText(part.name, value, is_markdown=part.is_marked)


def _of_row(part: Part, row: Any, field: str) -> Iterator[CheckedText]:  # noqa: ANN401 - a row of any list
    if getattr(row, "snippet", ""):
        return
    for one in part.parts:
        if one.is_prose:
            yield CheckedText(
                field if part.is_texts else f"{field}.{one.name}",
                row if part.is_texts else getattr(row, one.name),
                getattr(row, "audience", ""),
                is_markdown=one.is_marked and one.has_lines and not getattr(row, "is_exact", False),
            )
