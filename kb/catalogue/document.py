"""The portable form of an article: what flows between files, editors, versions and rows. Pure Python."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeGuard

from kb.catalogue import codes, contents, fields, step_names
from kb.catalogue.choices import Audience, SymptomKind
from kb.catalogue.contents import SCHEMA, AnsweredMeaning, SourceContent, StepContent, SymptomContent, source_from
from kb.catalogue.fields import Part, PartKind
from kb.lib import markdown
from kb.lib.portable import Problem, digest, unseen_problems
from kb.lib.text import UNSEEN, address_fault, can_be_kept, line_fault, slug_fault, text_fault

__all__ = [
    "SCHEMA",
    "ArticleDocument",
    "SourceContent",
    "StepContent",
    "SymptomContent",
    "source_from",
    "source_problems",
]

_HEADING = re.compile(r"^#{1,6}(?:\s|$)", re.MULTILINE)
_LARGE_HEADING = re.compile(r"^##?(?:\s|$)", re.MULTILINE)
_FENCED = re.compile(r"^(```+|~~~+).*?(?:^\1|\Z)", re.MULTILINE | re.DOTALL)
_REFERENCE = re.compile(r"[A-Z]+[0-9]+")


@dataclass(frozen=True)
class ArticleDocument:
    """One article, whole. `codes` are those it answers; `mentions` appear in it but are answered elsewhere."""

    title: str
    slug: str
    summary: str
    category: str
    services: tuple[str, ...] = ()
    reference: str = ""
    vendor: str = ""
    codes: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    confidence: str = "UNVERIFIED"
    virtual_cards: bool = False
    related: tuple[str, ...] = ()
    sources: tuple[SourceContent, ...] = ()
    review_due: date | None = None
    symptoms: tuple[SymptomContent, ...] = ()
    steps: tuple[StepContent, ...] = ()
    causes: tuple[str, ...] = ()
    background: str = ""
    questions: tuple[str, ...] = ()  # to ask the person first; whoever helps them reads it
    meanings: tuple[AnsweredMeaning, ...] = ()
    reader: str = ""  # whose steps its page opens with; nobody said: the user's
    call_first: bool = False  # the first step for users is a phone call
    have_ready: str = ""  # at the work computer, where alone it can be done
    acts: str = ""  # who can end the problem; where nobody said, `acting.who_acts` does
    place: str = ""  # in the lists of its topic and its applications
    reminder: str = ""  # what a person is reminded to do before a day that they type
    more: str = field(default="", kw_only=True)
    schema: int = field(default=SCHEMA, kw_only=True)

    def __post_init__(self) -> None:
        """No step goes without a name."""
        if not all(step.name for step in self.steps):
            object.__setattr__(self, "steps", step_names.named(self.steps))

    def to_dict(self) -> dict[str, Any]:
        """Plain values that JSON can hold."""
        return contents.written(fields.ARTICLE, self) | {"schema": self.schema}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "ArticleDocument":
        """Raise ValueError for a document that this code cannot read, or a field that is not what it should be.

        What this code does not know is kept, at every depth. A newer document says with `needs` which schema is enough
        to read it, where it only added parts.
        """
        schema = values.get("schema")
        needed = values.get("needs", schema)
        if not (_is_schema(schema) and contents.is_read_here(needed)):
            raise ValueError(f"This document has schema {schema!r}; this code reads schema {SCHEMA}.")
        try:
            given = {name: value for name, value in values.items() if name != "schema"}
            return cls(**contents.read(fields.ARTICLE, given), schema=schema)
        except (TypeError, ValueError) as error:
            raise ValueError(f"This is no article document: {error}.") from error

    @property
    def fingerprint(self) -> str:
        """Equal for two documents that say the same; two spellings of a code are one code.

        A part that came later counts only where it says something, so what was remembered before still holds, and
        older and newer code agree.
        """
        values = contents.written(fields.ARTICLE, self, is_counted=True) | {"schema": 1}
        contents.name_codes_by_their_keys(values)
        # A name that follows from place and title says nothing: what was remembered before there were names holds.
        for step, derived in zip(values["steps"], step_names.derived(self.steps), strict=True):
            if step["name"] == derived:
                del step["name"]
        return digest(values)

    @property
    def can_be_kept(self) -> bool:
        """Whether a database can be asked about what the document names, and keep what it says."""
        return can_be_kept(self.to_dict())

    @property
    def snippets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step.snippet for step in self.steps if step.snippet))

    @property
    def pictures(self) -> tuple[str, ...]:
        """The names of those that it shows."""
        return tuple(dict.fromkeys(name for _, _, text in self.marked_texts() for name in markdown.pictures_in(text)))

    def marked_texts(self) -> Iterator[tuple[str, int, str]]:
        """Every text that is shown with its Markdown: field, number in it counted from 1, text."""
        for part in fields.ARTICLE:
            if part.kind is PartKind.ROWS:
                for number, row in enumerate(getattr(self, part.name), 1):
                    yield part.name, number, "\n".join(_marked(part, row))
            elif part.is_marked:
                yield part.name, 0, getattr(self, part.name)

    def problems(self) -> list[Problem]:
        """Everything that keeps this document from being published, first things first."""
        return [
            *self._heading_problems(),
            *self._name_problems(),
            *self._body_problems(),
            *self._step_problems(),
            *source_problems(self.sources),
            *unseen_problems(self),
            *_unknown_problems(self),
        ]

    def _heading_problems(self) -> Iterator[Problem]:
        if not self.title.strip():
            yield Problem("title", "Enter a title that says what the person sees.")
        if fault := slug_fault(self.slug):
            yield Problem("slug", fault)
        if not self.summary.strip():
            yield Problem("summary", "Enter a summary of one or two sentences.")
        for part in fields.ARTICLE:
            called = part.called or part.name
            if part.longest and (fault := line_fault(called, getattr(self, part.name), part.longest)):
                yield Problem(part.name, fault)
            of_it = f"text under “{part.label}”"
            if part.has_lines and (fault := text_fault(of_it, getattr(self, part.name))):
                yield Problem(part.name, fault)
        if self.reference and not _REFERENCE.fullmatch(self.reference):
            yield Problem("reference", "Use capital letters, then figures, such as C18.")
        if not self.category:
            yield Problem("category", "Choose a topic.")
        for part in fields.ARTICLE:
            value = getattr(self, part.name)
            if part.choices and value not in part.choices and (value or part.otherwise):
                *others, last = [str(choice).lower() for choice in part.choices.values]
                yield Problem(part.name, f"Use one of {', '.join(others)} or {last}.")

    def _name_problems(self) -> Iterator[Problem]:
        for name in ("services", "related"):
            if len(set(getattr(self, name))) < len(getattr(self, name)):
                yield Problem(name, "Name each of these once.")
        answered, mentioned = ([codes.normal(code) for code in listed] for listed in (self.codes, self.mentions))
        for name, keys in (("codes", answered), ("mentions", mentioned)):
            if len(set(keys)) < len(keys):
                yield Problem(name, "Name each of these once: capitals and separators make no difference.")
        for code, key in zip(self.mentions, mentioned, strict=True):
            if key in answered:
                yield Problem(
                    "mentions", f"{code} is among the codes that this article answers: do not repeat it here."
                )
        yield from contents.meaning_problems(self.meanings, self.codes)
        if self.slug in self.related:
            yield Problem("related", "An article is not related to itself: take its own slug out.")

    def _body_problems(self) -> Iterator[Problem]:
        for number, symptom in enumerate(self.symptoms, 1):
            if symptom.kind not in SymptomKind or not symptom.text.strip():
                message = "Give each sign a text, and say whether it is an exact message."
                yield Problem("symptoms", message, number, "kind" if symptom.text.strip() else "text")
            if fault := text_fault("text of this sign", symptom.text):
                yield Problem("symptoms", fault, number, "text")
        for part in fields.ROWS.values():
            if part.is_texts:
                yield from _text_problems(part, getattr(self, part.name))
        if _LARGE_HEADING.search(_FENCED.sub("", self.background)):
            yield Problem("background", "Use ### for headings here.")

    def _step_problems(self) -> Iterator[Problem]:
        for number, step in enumerate(self.steps, 1):
            for part, message in _step_faults(step, is_stub=self.confidence == "STUB"):
                yield Problem("steps", message, number, part)
        for number, message in step_names.faults(self.steps):
            yield Problem("steps", message, number, "name")
        named = {codes.normal(code) for code in (*self.codes, *self.mentions)}
        for number, step in enumerate(self.steps, 1):
            for part, message in _code_faults(step, named):
                yield Problem("steps", message, number, part)


def _is_schema(value: object) -> TypeGuard[int]:
    return type(value) is int and value > 0


def _unknown_problems(document: ArticleDocument) -> Iterator[Problem]:
    """Of what a newer version said; the rest of these rows is looked at by the other rules."""
    rows = ((name, number, row) for name in contents.CONTENTS for number, row in enumerate(getattr(document, name), 1))
    for name, number, held in (("more", 0, document), *rows):
        if len(held.more) > contents.MOST_UNKNOWN:
            message = f"Here stands more of a newer version than can be kept: {contents.MOST_UNKNOWN} characters."
            yield Problem(name, message, number)
        elif not can_be_kept(contents.unknown_in(held.more)):
            yield Problem(name, UNSEEN, number)


def _marked(part: Part, row: Any) -> Iterator[str]:  # noqa: ANN401 - a row of any list
    for one in part.parts:
        if one.is_marked:
            yield row if part.is_texts else getattr(row, one.name)


def _text_problems(part: Part, texts: tuple[str, ...]) -> Iterator[Problem]:
    """Of a list whose rows hold one text each."""
    (text_part,) = part.parts
    if part.most and len(texts) > part.most:
        yield Problem(part.name, f"Ask {part.most} {part.name} at most; there are {len(texts)}.")
    for number, text in enumerate(texts, 1):
        called, has_lines = text_part.called, text_part.has_lines
        fault = text_fault(called, text) if has_lines else line_fault(called, text, text_part.longest)
        if fault or not text.strip():
            yield Problem(part.name, fault or f"Take out the empty {text_part.called}.", number)


def _step_faults(step: StepContent, *, is_stub: bool) -> Iterator[tuple[str, str]]:
    """Each with the part of the step that it is about; empty where that is the whole."""
    if step.audience not in Audience:
        yield "audience", "Say whom this step is for: user, Registration Authority or IT support."
    if step.snippet:
        if step.title or step.body or step.applies_to or step.expected:
            yield "snippet", "This step shows a snippet: it can have no words of its own."
        return
    if is_stub:
        yield "", "A stub has no fix of its own: take out this step, or make it a snippet."
    has_body = bool(step.body.strip())
    if not step.title.strip():
        yield "title", "Give this step a title." if has_body else "Give this step a title and say what to do."
    elif not has_body:
        yield "body", "Say what to do in this step."
    yield from _line_faults("steps", step, "of this step")
    if fault := text_fault("text of this step", step.body):
        yield "body", f"{fault} Say the rest in steps of their own, or in another article."
    if _HEADING.search(_FENCED.sub("", step.body)):
        yield "body", "Take the headings out of this step: a step is one action."


def _line_faults(name: str, row: object, of_what: str) -> Iterator[tuple[str, str]]:
    for part in (one for one in fields.of(name).parts if one.longest):
        text, called = getattr(row, part.name), f"{part.called or part.label} {of_what}"
        if fault := address_fault(text, part.longest) if part.is_address else line_fault(called, text, part.longest):
            yield part.name, fault


def _code_faults(step: StepContent, named: Container[str]) -> Iterator[tuple[str, str]]:
    """`named` are the keys of the codes that the article answers or mentions."""
    if step.codes and step.general:
        yield "general", "Either choose codes for this step, or say that it is for every code."
    keys = [codes.normal(code) for code in step.codes]
    if len(set(keys)) < len(keys):
        yield "codes", "Name each of these once: capitals and separators make no difference."
    for code, key in zip(step.codes, keys, strict=True):
        if key not in named:
            yield "codes", f"{code} is none of the codes that this article answers or mentions."


def source_problems(sources: Iterable[SourceContent]) -> Iterator[Problem]:
    for number, source in enumerate(sources, 1):
        if not source.name.strip():
            yield Problem("sources", "Name each source.", number, "name")
        for part, fault in _line_faults("sources", source, "of the source"):
            yield Problem("sources", fault, number, part)
