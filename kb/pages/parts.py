"""The small parts that several pages show."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from kb.catalogue.choices import Confidence, SnippetKind
from kb.catalogue.document import ArticleDocument, SourceContent, StepContent
from kb.catalogue.models import Article, ErrorCode, Snippet
from kb.lib import dates, markdown


@dataclass(frozen=True)
class PageLink:
    text: str
    address: str
    note: str = ""


@dataclass(frozen=True)
class Chip:
    """An error code as a link; `text` is what is copied."""

    text: str
    address: str


@dataclass(frozen=True)
class ArticleRow:
    """An article in a list."""

    title: str
    address: str
    summary: str
    chips: tuple[Chip, ...] = ()
    is_stub: bool = False
    sign: str = ""


@dataclass(frozen=True)
class StepView:
    """A numbered step with the notes that stand under it."""

    number: int
    title: str
    body: SafeString
    applies_to: SafeString | str = ""
    expected: SafeString | str = ""
    notes: tuple["NoteView", ...] = ()
    codes: tuple[Chip, ...] = ()  # those that it is for, where it is not for all


@dataclass(frozen=True)
class NoteView:
    title: str
    body: SafeString


@dataclass(frozen=True)
class StepList:
    """Steps of one audience; `lead` holds notes that stand before the first step."""

    steps: tuple[StepView, ...]
    lead: tuple[NoteView, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.steps or self.lead)


def report_address(**known: str) -> str:
    """The way to the report form, with what is known already: article, code, service, q."""
    said = {name: value for name, value in known.items() if value}
    return f"{reverse('reports:form')}?{urlencode(said)}" if said else reverse("reports:form")


def chip(code: ErrorCode) -> Chip:
    return Chip(code.display, code.get_absolute_url())


def row(article: Article, sign: str = "") -> ArticleRow:
    """Fetch the article `with_codes()` first."""
    return ArticleRow(
        title=article.title,
        address=article.get_absolute_url(),
        summary=article.summary,
        chips=tuple(chip(use.code) for use in article.code_uses.all() if use.answers),
        is_stub=article.confidence == Confidence.STUB,
        sign=sign,
    )


def note(snippet: Snippet) -> NoteView:
    return NoteView(snippet.title, markdown.to_html(snippet.body, headings_from=4))


def step_list(
    steps: list[StepContent], snippets: Mapping[str, Snippet], codes: Mapping[str, ErrorCode] | None = None
) -> StepList:
    """Number the steps; a note snippet goes under the step before it."""
    numbered: list[StepView] = []
    lead: list[NoteView] = []
    for step in steps:
        snippet = snippets.get(step.snippet)
        if snippet and snippet.kind == SnippetKind.NOTE:
            if not numbered:
                lead.append(note(snippet))
                continue
            above = numbered.pop()
            numbered.append(StepView(**{**vars(above), "notes": (*above.notes, note(snippet))}))
            continue
        title, body = (snippet.title, snippet.body) if snippet else (step.title, step.body)
        html = markdown.to_html(body, headings_from=4)
        applies_to, expected = markdown.to_inline(step.applies_to), markdown.to_inline(step.expected)
        chips = tuple(chip(codes[code]) for code in step.codes if code in codes) if codes else ()
        numbered.append(StepView(len(numbered) + 1, title, html, applies_to, expected, codes=chips))
    return StepList(tuple(numbered), tuple(lead))


def source_line(source: SourceContent) -> PageLink:
    """A source as readers may trust it: who, which page, of what date. The address actually read is not shown."""
    words = [source.name]
    if source.title:
        words.append(f"“{source.title}”")
    if source.address:
        copy = f"copy of {dates.day(source.dated)}" if source.dated else "copy, date not recorded"
        notes = [copy, "the live page may differ"]
    else:
        notes = [dates.day(source.dated)] if source.dated else []
    note_words = f" ({'; '.join(notes)})" if notes else ""
    return PageLink(f"{', '.join(words)}{note_words}", source.address)


def _tried(document: ArticleDocument, snippets: Mapping[str, Snippet]) -> list[str]:
    titles = []
    for step in document.steps:
        snippet = snippets.get(step.snippet)
        if step.audience == "USER" and not (snippet and snippet.kind == SnippetKind.NOTE):
            titles.append(snippet.title if snippet else step.title)
    return titles


def message_to_send(document: ArticleDocument, snippets: Mapping[str, Snippet], *, label: str, address: str) -> str:
    """Plain text with blanks for what only the person knows; asks for nothing about a patient."""
    lines = [f"I need help with: {document.title} ({label})", ""]
    if document.codes:
        lines += [f"Error code I see (one of {', '.join(document.codes)}, or another): ", ""]
    lines += ["What I see on the screen, word for word: ", "", "When it began: ", "Computer name: ", ""]
    if tried := _tried(document, snippets):
        lines += ["I have tried (take out what you did not do):", *(f"- {title}" for title in tried), ""]
    lines += [f"The page I followed: {address}", "No patient details and no passcode are in this message."]
    return "\n".join(lines)
