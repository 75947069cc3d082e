"""The desk in words: the answer to what a caller said, or what it may be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kb.catalogue.choices import AUDIENCES, Actor, Audience
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, ErrorCode, Vendor
from kb.helpdesk.calls.forms import ESCALATED
from kb.helpdesk.calls.presenters import PASSED_ON, Escalation
from kb.helpdesk.desk.options import DeskOption
from kb.helpdesk.desk.replies import ReplySource, StepLine, reply, ticket
from kb.helpdesk.notes.presenters import InternalNote, NotesOnPage
from kb.notices.presenters import NoticeView
from kb.pages.audience import steps_for
from kb.pages.first import CodeSeen, chosen_steps, first_thing
from kb.pages.parts import ArticleContext, NoteView, PageLink, StepList, StepView, step_list
from kb.pages.stamp import StampInHand
from kb.pages.team import Company, Team, company

# Where an article has no questions of its own.
QUESTIONS = (
    "Plastic card or virtual?",
    "Which program?",
    "Exact words or code?",
    "Only you, or others?",
    "What changed?",
    "Identity Agent or Smartcard Connect near the clock?",
)
ROLES = {"user": "Caller", "ra": "Smartcard team (RA)", "it": "IT support"}
_WHOM = {"user": "", "ra": "smartcard team", "it": "IT support"}


@dataclass(frozen=True)
class DeskStep:
    """A step, whether it is ticked, and what the desk tells itself about it."""

    step: StepView
    is_done: bool
    notes: tuple[InternalNote, ...] = ()


@dataclass(frozen=True)
class Beside:
    """What stands with every list of steps of one answer."""

    source: ReplySource
    done: frozenset[str]
    notes: NotesOnPage

    def steps(self, views: Iterable[StepView]) -> tuple[DeskStep, ...]:
        return tuple(DeskStep(view, view.name in self.done, self.notes.on_step(view.name)) for view in views)


@dataclass(frozen=True)
class DeskRole:
    """Steps of one role: what is to be done first for the code, then the rest. `heading` stands above the first."""

    key: str
    label: str
    is_current: bool
    first: tuple[DeskStep, ...]
    rest: tuple[DeskStep, ...]
    written: tuple[str, str] = ("", "")  # first and rest, as the page has them
    lead: tuple[NoteView, ...] = ()
    heading: str = ""
    words: str = ""
    reply: str = ""
    lines: tuple[StepLine, ...] = ()

    @property
    def number(self) -> int:
        return len(self.lines)

    @property
    def whom(self) -> str:
        return _WHOM[self.key]


@dataclass(frozen=True)
class MeaningLine:
    words: str
    where: str


@dataclass(frozen=True)
class HandOver:
    """A company that the caller is sent to, and what to tell it."""

    company: Company
    tell: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DeskAnswer:
    """What stands right of the box. Of a code that no single article answers, `roles` are empty."""

    heading: str
    is_code: bool
    address: str
    article: Article | None = None
    code: ErrorCode | None = None
    words: str = ""
    said: str = ""
    stops: bool = False
    title: str = ""
    label: str = ""
    version: int = 0
    meanings: tuple[MeaningLine, ...] = ()
    articles: tuple[DeskOption, ...] = ()
    questions: tuple[str, ...] = QUESTIONS
    roles: tuple[DeskRole, ...] = ()
    notices: tuple[NoticeView, ...] = ()
    team: Team | None = None
    hand_overs: tuple[HandOver, ...] = ()
    reports: PageLink | None = None
    source: ReplySource | None = None
    done: frozenset[str] = field(default_factory=frozenset)
    notes: tuple[InternalNote, ...] = ()
    in_hand: StampInHand | None = None
    outcome: str = ""  # that was said of the call

    @property
    def escalated(self) -> Escalation | None:
        """In one click: to whom a caller is passed on most likely."""
        actor = self.team.actor if self.team else Actor.PERSON
        return Escalation(f"{ESCALATED}{actor}", PASSED_ON[actor]) if actor in PASSED_ON else None

    @property
    def goes_on(self) -> str:
        """Where the caller stopped."""
        lines = self.current.lines if self.current else ()
        tried = [line for line in lines if line.name in self.done]
        if not tried:
            return ""
        done = f"Done already: {len(tried)} of {len(lines)} steps."
        left = next((number for number, line in enumerate(lines, 1) if line.name not in self.done), 0)
        return (
            f"{done} Go on with step {left}: {lines[left - 1].title}"
            if left
            else f"{done} What does the screen say now?"
        )

    @property
    def ticket(self) -> str:
        lines = [line for role in self.roles for line in role.lines]
        return ticket(self.source, lines, self.done, self.outcome) if self.source else ""

    @property
    def stamp(self) -> str:
        return f"{self.label} v{self.version}" if self.label else ""

    @property
    def current(self) -> DeskRole | None:
        return next((role for role in self.roles if role.is_current), None)

    @property
    def count(self) -> str:
        """3 steps for the caller."""
        role = self.current
        if role is None:
            return "no single answer" if self.articles or self.meanings else "no recorded fix"
        whom = "the caller" if role.key == Audience.USER.key else f"the {role.label}".replace("the IT", "IT")
        return f"{role.number or 'no'} step{'' if role.number == 1 else 's'} for {whom}"

    @property
    def status(self) -> str:
        return f"{self.heading}, {self.count}"


def _lines(steps: Iterable[StepView], whom: str) -> tuple[StepLine, ...]:
    """Without the notes among them: they have no number."""
    return tuple(StepLine(step.name, step.title, step.text, whom) for step in steps)


def _heading(
    document: ArticleDocument, context: ArticleContext, seen: CodeSeen, key: str, *, is_own: bool
) -> tuple[str, str]:
    """As the page of the code says it, to whoever speaks of somebody else."""
    if is_own:
        return "Do this first", ""
    if key != Audience.USER.key:
        return "", ""
    first = first_thing(document, context, seen, audience=key, contacts=context.contacts)
    if first.team:
        return "The caller cannot fix this", f"{first.team.label} can."
    return f"No step just for {seen.display}", first.words


@dataclass(frozen=True)
class RoleWords:
    """Of the steps of one role what is the same for every caller; the first `number` of them carry the code."""

    key: str
    steps: StepList
    number: int
    lines: tuple[StepLine, ...]
    heading: str
    words: str


def role_words(key: str, document: ArticleDocument, context: ArticleContext, seen: CodeSeen | None) -> RoleWords:
    """Steps that carry the code come first, in one numbering with the others."""
    mine = steps_for(document, context, AUDIENCES[key])
    own = chosen_steps(document, context, key, seen.display) if seen else []
    names = {step.name for step in own}
    ordered = [*(step for step in mine if step.name in names), *(step for step in mine if step.name not in names)]
    shown = step_list(ordered, context.snippets)
    number = sum(step.name in names for step in shown.steps)  # none where all of them are stopped
    heading, words = _heading(document, context, seen, key, is_own=number > 0) if seen else ("", "")
    return RoleWords(key, shown, number, _lines(shown.steps, _WHOM[key]), heading, words)


def desk_role(said: RoleWords, *, beside: Beside, is_current: bool) -> DeskRole:
    """For this caller: with what is ticked and what the desk notes now."""
    return DeskRole(
        key=said.key,
        label=ROLES[said.key],
        is_current=is_current,
        first=beside.steps(said.steps.steps[: said.number]),
        rest=beside.steps(said.steps.steps[said.number :]),
        lead=said.steps.lead,
        heading=said.heading,
        words=said.words,
        reply=reply(beside.source, said.lines, beside.done) if said.lines else "",
        lines=said.lines,
    )


def questions_of(document: ArticleDocument | None) -> tuple[str, ...]:
    return (document.questions if document else ()) or QUESTIONS


def meaning_lines(code: ErrorCode) -> tuple[MeaningLine, ...]:
    """Of a code with several, each with where it is seen: the analyst asks which it is."""
    rows = list(code.meanings.all())
    return tuple(MeaningLine(row.words, row.where) for row in rows) if len(rows) > 1 else ()


def hand_overs(document: ArticleDocument, vendors: Sequence[Vendor]) -> tuple[HandOver, ...]:
    """The company that supports the caller's card, where the article is about one."""
    own = [vendor for vendor in vendors if vendor.slug == document.vendor]
    also = list(vendors) if document.virtual_cards and not own else []
    return tuple(HandOver(company(vendor), tuple(vendor.tell)) for vendor in (*own, *also))
