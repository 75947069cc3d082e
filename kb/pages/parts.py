"""The small parts that several pages show."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from kb.catalogue.acting import named_in
from kb.catalogue.choices import Audience, Confidence, SnippetKind
from kb.catalogue.document import ArticleDocument, SourceContent, StepContent
from kb.catalogue.models import Article, ErrorCode, Service, Snippet, Vendor
from kb.catalogue.stopped import has_no_number, is_stopped
from kb.contacts.presenters import ContactCard
from kb.lib import dates, markdown
from kb.lib.markdown.words import WordLinks
from kb.notices.presenters import NoticeView
from kb.pages.comments import CommentBox

MOST_CODES_NAMED = 6
MOST_OF_A_ROW, MOST_SIGNS_OF_A_ROW = 8, 160  # beyond either, a row names its first and how many more there are
MOST_SIGNS_OF_FIRST = 40  # about a line of a phone
# A step that begins so is done by telling somebody, which the message itself does.
_NOTHING_TO_TRY = re.compile(r"(?:ask|contact|do not|find out|go to|phone|report|ring|say|send|tell)\b", re.IGNORECASE)


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


class Chips(tuple[Chip, ...]):
    """A row of codes. Of many, or of long names, it names the `first` and folds the `others`."""

    @property
    def first(self) -> tuple[Chip, ...]:
        ends = list(accumulate(len(chip.text) for chip in self))
        if len(self) <= MOST_OF_A_ROW and (not ends or ends[-1] <= MOST_SIGNS_OF_A_ROW):
            return self
        return self[: max(1, sum(end <= MOST_SIGNS_OF_FIRST for end in ends))]

    @property
    def others(self) -> tuple[Chip, ...]:
        return self[len(self.first) :]


NO_CHIPS = Chips()


@dataclass(frozen=True)
class ArticleRow:
    """An article in a list."""

    title: str
    address: str
    summary: str
    chips: Chips = NO_CHIPS
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
    codes: Chips = NO_CHIPS  # those that it is for, where it is not for all
    desks: tuple[ContactCard, ...] = ()  # those that its title names
    name: str = ""  # its own across versions; a snippet's is that of the step in whose place it stands
    comment: CommentBox | None = None  # of a draft that is reviewed; nothing on a public page
    text: str = ""  # its words without marks, for a message


@dataclass(frozen=True)
class NoteView:
    """`rest` is what stands after the first paragraph, where something of the page comes between."""

    title: str
    body: SafeString
    rest: SafeString | str = ""


@dataclass(frozen=True)
class StepList:
    """Steps of one audience; `lead` holds notes that stand before the first step, and the line in place of a first one
    that is stopped.
    """

    steps: tuple[StepView, ...]
    lead: tuple[NoteView, ...] = ()
    names: tuple[str, ...] = ()  # of all that have a number or had one before they were stopped

    def __bool__(self) -> bool:
        return bool(self.steps or self.lead)

    @property
    def begins_with_checks(self) -> bool:
        """The first says nothing beside its title and its words, so a heading above may stand for the title."""
        return bool(self.steps) and not (self.lead or self.steps[0].applies_to or self.steps[0].expected)

    @property
    def rest(self) -> "StepList":
        """What follows the words of the first: the notes under it, and the other steps."""
        return StepList(self.steps[1:], self.steps[0].notes) if self.steps else self


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
        chips=Chips(chip(use.code) for use in article.code_uses.all() if use.answers),
        is_stub=article.confidence == Confidence.STUB,
        sign=sign,
    )


def note(snippet: Snippet, words: WordLinks | None = None) -> NoteView:
    return NoteView(snippet.title, markdown.to_html(snippet.body, headings_from=4, words=words))


def _named(title: str, contacts: Sequence[ContactCard]) -> tuple[ContactCard, ...]:
    """The desks that a step sends to, where we know how to reach them."""
    named = [actor.value for actor in named_in(title)]
    return tuple(card for card in contacts if card.kind in named and card.phones)


def _under(note: NoteView, numbered: list[StepView], lead: list[NoteView]) -> None:
    """Under the last of the steps, or before the first."""
    if not numbered:
        lead.append(note)
        return
    above = numbered.pop()
    numbered.append(replace(above, notes=(*above.notes, note)))


def safety_note(snippet: Snippet) -> NoteView:
    """What to do for patients; the page puts the number to phone after the first paragraph."""
    first, _, rest = snippet.body.partition("\n\n")
    return NoteView(snippet.title, markdown.to_html(first, headings_from=4), markdown.to_html(rest, headings_from=4))


def step_list(
    steps: list[StepContent],
    snippets: Mapping[str, Snippet],
    codes: Mapping[str, ErrorCode] | None = None,
    contacts: Sequence[ContactCard] = (),
    words: WordLinks | None = None,
) -> StepList:
    """Number the steps; a note snippet goes under the step before it, and so does the line about one that is stopped.

    Lists of one page are made in the order of the page: `words` are explained where they are first used.
    """
    numbered: list[StepView] = []
    lead: list[NoteView] = []
    for step in steps:
        snippet = snippets.get(step.snippet)
        if is_stopped(step):
            _under(NoteView(step.title, SafeString("")), numbered, lead)
            continue
        if snippet and snippet.kind == SnippetKind.NOTE:
            _under(note(snippet, words), numbered, lead)
            continue
        title, body = (snippet.title, snippet.body) if snippet else (step.title, step.body)
        html, text = markdown.to_html_and_text(body, headings_from=4, words=words)
        text += f"\nWhat to expect: {markdown.to_text(step.expected)}" if step.expected else ""
        applies_to = markdown.to_inline(step.applies_to, words=words)
        expected = markdown.to_inline(step.expected, words=words)
        chips = Chips(chip(codes[code]) for code in step.codes if code in codes) if codes else NO_CHIPS
        desks = _named(title, contacts)
        beside: dict[str, Any] = {"codes": chips, "desks": desks, "name": step.name, "text": text}
        numbered.append(StepView(len(numbered) + 1, title, html, applies_to, expected, **beside))
    notes = {slug for slug, one in snippets.items() if one.kind == SnippetKind.NOTE}
    return StepList(tuple(numbered), tuple(lead), tuple(step.name for step in steps if not has_no_number(step, notes)))


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
    return PageLink(", ".join(words), source.address, f"({'; '.join(notes)})" if notes else "")


def what_to_try(steps: Iterable[StepContent], snippets: Mapping[str, Snippet]) -> list[str]:
    """What a person can have done; whom they were to ask, or what not to do, is no news to others."""
    titles = []
    for step in steps:
        if is_stopped(step):
            continue
        snippet = snippets.get(step.snippet)
        title = snippet.title if snippet else step.title
        if step.audience == Audience.USER and not (snippet and snippet.kind == SnippetKind.NOTE):
            titles.append(title)
    return [title for title in titles if not _NOTHING_TO_TRY.match(title)]


def message_to_send(
    document: ArticleDocument,
    tried: Iterable[str],
    *,
    label: str,
    address: str,
    known: Sequence[str] = (),
    at: str = "",
) -> str:
    """Plain text with blanks for what only the person knows; asks for nothing about a patient.

    `known` are lines about the one code whose page it is; `at` is where the reader works, if they said so.
    """
    lines = [f"I need help with: {document.title} ({label})", ""]
    if known:
        lines += [*known, ""]
    elif len(document.codes) == 1:
        lines += [f"Error code I see: {document.codes[0]} (change it if your screen shows another)", ""]
    elif len(document.codes) > MOST_CODES_NAMED:
        lines += ["Error code I see: ", ""]
    elif document.codes:
        lines += [f"Error code I see (one of {', '.join(document.codes)}, or another): ", ""]
    if document.call_first:
        # Somebody is to act at once, and of something that no screen shows.
        lines += ["What happened, and when: ", "", "How you can reach me: ", ""]
    else:
        lines += ["What I see on the screen, word for word: ", "", "When it began: ", "Computer name: ", ""]
    lines += [f"Where I work: {at}", ""] if at else []
    if titles := [f"- {title}" for title in tried]:
        lines += ["I have tried (take out what you did not do):", *titles, ""]
    lines += [f"The page I followed: {address}", "No patient details and no passcode are in this message."]
    return "\n".join(lines)


@dataclass(frozen=True)
class SiteAdvice:
    """Notes that are advice of this site: where a person may be treating patients, and whom to ask where we know no
    contact.
    """

    safety: Snippet | None = None
    unknown_contact: Snippet | None = None

    @property
    def notes(self) -> dict[str, Any]:
        """As templates take them."""
        return {
            "safety": safety_note(self.safety) if self.safety else None,
            "unknown_contact": note(self.unknown_contact) if self.unknown_contact else None,
        }


@dataclass(frozen=True)
class ArticleContext:
    """The rows that a document names, fetched beforehand: a presenter asks the database nothing."""

    services: dict[str, Service]
    codes: dict[str, ErrorCode]
    snippets: dict[str, Snippet]
    vendors: tuple[Vendor, ...]
    related: tuple[Article, ...]
    notices: tuple[NoticeView, ...]
    advice: SiteAdvice
    contacts: tuple[ContactCard, ContactCard]  # the IT desk first
    words: WordLinks = field(default_factory=WordLinks)
