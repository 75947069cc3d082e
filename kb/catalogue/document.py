"""The portable form of an article: what flows between files, editors, versions and rows. Pure Python."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from kb.catalogue import codes, limits
from kb.catalogue.choices import Audience, Confidence, SymptomKind
from kb.lib import markdown
from kb.lib.portable import Problem, digest
from kb.lib.text import UNSEEN, address_fault, can_be_kept, line_fault, slug_fault

SCHEMA = 1

_HEADING = re.compile(r"^#{1,6}(?:\s|$)", re.MULTILINE)
_LARGE_HEADING = re.compile(r"^##?(?:\s|$)", re.MULTILINE)
_FENCED = re.compile(r"^(```+|~~~+).*?(?:^\1|\Z)", re.MULTILINE | re.DOTALL)
_REFERENCE = re.compile(r"[A-Z]+[0-9]+")
# Fields that came after the first published state.
_LATER = ("questions",)
_STEP_LINES = {"title": "title", "applies_to": "“applies to”", "expected": "result"}


@dataclass(frozen=True)
class SourceContent:
    """Where the facts come from. `seen` is the address actually read: kept, never shown."""

    name: str
    title: str = ""
    address: str = ""
    dated: date | None = None
    seen: str = ""


@dataclass(frozen=True)
class SymptomContent:
    kind: str
    text: str


@dataclass(frozen=True)
class StepContent:
    """One fix step, or a snippet that stands in its place."""

    audience: str
    title: str = ""
    body: str = ""
    applies_to: str = ""
    expected: str = ""
    snippet: str = ""


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
    schema: int = field(default=SCHEMA, kw_only=True)

    def to_dict(self) -> dict[str, Any]:
        """Plain values that JSON can hold."""
        values: dict[str, Any] = json.loads(json.dumps(asdict(self), default=date.isoformat))
        return values

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "ArticleDocument":
        """Raise ValueError for a schema that this code does not know, or a field that is not what it should be."""
        given = dict(values)
        if given.get("schema") != SCHEMA:
            raise ValueError(f"This document has schema {given.get('schema')!r}; this code reads schema {SCHEMA}.")
        try:
            given["sources"] = tuple(source_from(values) for values in _several(given, "sources"))
            given["symptoms"] = tuple(SymptomContent(**values) for values in _several(given, "symptoms"))
            given["steps"] = tuple(StepContent(**values) for values in _several(given, "steps"))
            given["review_due"] = _day(given.get("review_due"))
            for name in ("services", "codes", "mentions", "related", "causes", "questions"):
                given[name] = tuple(_several(given, name))
            document = cls(**given)
            for part in (document, *document.sources, *document.symptoms, *document.steps):
                _check_types(part)
        except (TypeError, ValueError) as error:
            raise ValueError(f"This is no article document: {error}.") from error
        return document

    @property
    def fingerprint(self) -> str:
        """Equal for two documents that say the same; two spellings of a code are one code.

        A field that came later counts only where it says something, so what was remembered before still holds.
        """
        values = {name: said for name, said in self.to_dict().items() if said or name not in _LATER}
        for name in ("codes", "mentions"):
            values[name] = [codes.normal(code) for code in values[name]]
        return digest(values)

    @property
    def can_be_kept(self) -> bool:
        """Whether a database can be asked about what the document names, and keep what it says."""
        return can_be_kept(self)

    @property
    def snippets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step.snippet for step in self.steps if step.snippet))

    @property
    def pictures(self) -> tuple[str, ...]:
        """The names of those that it shows."""
        return tuple(dict.fromkeys(name for _, _, text in self.marked_texts() for name in markdown.pictures_in(text)))

    def marked_texts(self) -> Iterator[tuple[str, int, str]]:
        """Every text that is Markdown: field, number in it counted from 1, text."""
        yield "background", 0, self.background
        for number, step in enumerate(self.steps, 1):
            yield "steps", number, "\n".join((step.body, step.applies_to, step.expected))
        yield from (("symptoms", number, symptom.text) for number, symptom in enumerate(self.symptoms, 1))
        yield from (("causes", number, cause) for number, cause in enumerate(self.causes, 1))

    def problems(self) -> list[Problem]:
        """Everything that keeps this document from being published, first things first."""
        return [
            *self._heading_problems(),
            *self._name_problems(),
            *self._body_problems(),
            *self._step_problems(),
            *source_problems(self.sources),
            *unseen_problems(self),
        ]

    def _heading_problems(self) -> Iterator[Problem]:
        if not self.title.strip():
            yield Problem("title", "Enter a title that says what the person sees.")
        if fault := slug_fault(self.slug):
            yield Problem("slug", fault)
        if not self.summary.strip():
            yield Problem("summary", "Enter a summary of one or two sentences.")
        yield from line_problems(self, limits.ARTICLE)
        if self.reference and not _REFERENCE.fullmatch(self.reference):
            yield Problem("reference", "Use capital letters, then figures, such as C18.")
        if not self.category:
            yield Problem("category", "Choose a topic.")
        if self.confidence not in Confidence:
            yield Problem("confidence", "Use one of stub, unverified or verified.")

    def _name_problems(self) -> Iterator[Problem]:
        for name in ("services", "related"):
            values = getattr(self, name)
            if len(set(values)) < len(values):
                yield Problem(name, "Name each of these once.")
        answered = [codes.normal(code) for code in self.codes]
        mentioned = [codes.normal(code) for code in self.mentions]
        for name, keys in (("codes", answered), ("mentions", mentioned)):
            if len(set(keys)) < len(keys):
                yield Problem(name, "Name each of these once: capitals and separators make no difference.")
        for code, key in zip(self.mentions, mentioned, strict=True):
            if key in answered:
                yield Problem(
                    "mentions", f"{code} is among the codes that this article answers: do not repeat it here."
                )
        if self.slug in self.related:
            yield Problem("related", "An article is not related to itself: take its own slug out.")

    def _body_problems(self) -> Iterator[Problem]:
        for number, symptom in enumerate(self.symptoms, 1):
            if symptom.kind not in SymptomKind or not symptom.text.strip():
                message = "Give each sign a text, and say whether it is an exact message."
                yield Problem("symptoms", message, number, "kind" if symptom.text.strip() else "text")
        for number, cause in enumerate(self.causes, 1):
            if not cause.strip():
                yield Problem("causes", "Take out the empty cause.", number)
        if _LARGE_HEADING.search(_FENCED.sub("", self.background)):
            yield Problem("background", "Use ### for headings here.")
        if len(self.questions) > limits.QUESTIONS:
            yield Problem("questions", f"Ask {limits.QUESTIONS} questions at most; there are {len(self.questions)}.")
        for number, question in enumerate(self.questions, 1):
            fault = line_fault("question", question, limits.QUESTION)
            if fault or not question.strip():
                yield Problem("questions", fault or "Take out the empty question.", number)

    def _step_problems(self) -> Iterator[Problem]:
        for number, step in enumerate(self.steps, 1):
            for part, message in _step_faults(step, is_stub=self.confidence == "STUB"):
                yield Problem("steps", message, number, part)


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
    if not (step.title.strip() and step.body.strip()):
        yield "body" if step.title.strip() else "title", "Give this step a title and say what to do."
    for name, most in limits.STEP.items():
        if fault := line_fault(f"{_STEP_LINES[name]} of this step", getattr(step, name), most):
            yield name, fault
    if _HEADING.search(_FENCED.sub("", step.body)):
        yield "body", "Take the headings out of this step: a step is one action."


def source_problems(sources: Iterable[SourceContent]) -> Iterator[Problem]:
    for number, source in enumerate(sources, 1):
        faults = {
            "name": line_fault("name of the source", source.name, limits.SOURCE["name"]),
            "title": line_fault("title of the source", source.title, limits.SOURCE["title"]),
            "address": address_fault(source.address, limits.SOURCE["address"]),
            "seen": address_fault(source.seen, limits.SOURCE["seen"]),
        }
        if not source.name.strip():
            yield Problem("sources", "Name each source.", number, "name")
        yield from (Problem("sources", fault, number, part) for part, fault in faults.items() if fault)


def line_problems(portable: object, longest: Mapping[str, int]) -> Iterator[Problem]:
    """Fields that are one line of a limited length."""
    for name, most in longest.items():
        if fault := line_fault(name, getattr(portable, name), most):
            yield Problem(name, fault)


def unseen_problems(portable: Any) -> Iterator[Problem]:  # noqa: ANN401 - any dataclass
    """Fields with characters that a database cannot keep or a page cannot show."""
    for held in fields(portable):
        value = getattr(portable, held.name)
        numbered = enumerate(value, 1) if isinstance(value, tuple) else [(0, value)]
        for number, part in numbered:
            if not can_be_kept(part):
                yield Problem(held.name, UNSEEN, number)


def _several(values: Mapping[str, Any], name: str) -> list[Any]:
    found = values.get(name, ())
    if not isinstance(found, list | tuple):
        raise TypeError(f"{name} is no list")
    return list(found)


def _check_types(part: Any) -> None:  # noqa: ANN401 - the document or one of its parts
    """Raise TypeError where a field that should hold text or yes and no holds something else."""
    for held in fields(part):
        value = getattr(part, held.name)
        if held.type in {str, bool} and type(value) is not held.type:
            raise TypeError(f"{held.name} cannot be {value!r}")
        if held.type == tuple[str, ...] and not all(isinstance(text, str) for text in value):
            raise TypeError(f"{held.name} can hold texts only")


def source_from(values: Mapping[str, Any]) -> SourceContent:
    """A source out of JSON."""
    return SourceContent(**{**values, "dated": _day(values.get("dated"))})


def _day(value: object) -> date | None:
    if value is None or type(value) is date:
        return value
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no day")
    return date.fromisoformat(value)
