"""What to do first about one code: its own steps, else who can act, else checks that suit most codes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.catalogue.acting import ACTOR_OF, who_acts
from kb.catalogue.choices import AUDIENCES, Actor, Audience, Confidence, SnippetKind
from kb.catalogue.contents import StepContent
from kb.catalogue.document import ArticleDocument
from kb.catalogue.stopped import has_no_number, is_stopped
from kb.contacts.presenters import ContactCard
from kb.pages.parts import ArticleContext, StepList, message_to_send, step_list, what_to_try
from kb.pages.team import Team, article_team


@dataclass(frozen=True)
class CodeSeen:
    """A code as a person meets it; what is not known of it is empty."""

    display: str
    meaning: str = ""
    where: str = ""
    acts: str = ""
    address: str = ""


@dataclass(frozen=True)
class FirstThing:
    """`is_own`: the steps carry the code. Where the reader cannot act, `team` can.

    `message` stands open where all there is to do is to tell somebody. `helper` acts first on this code, and the reader
    has something to try meanwhile: how to reach them stands above the steps.
    """

    heading: str
    is_own: bool = False
    words: str = ""
    steps: StepList | None = None
    team: Team | None = None
    message: str = ""
    helper: Team | None = None


def _with_notes(steps: Sequence[StepContent], chosen: Sequence[bool], notes: set[str]) -> list[StepContent]:
    """Those that were chosen, each with the notes that stand under it."""
    kept, is_under = [], False
    for step, is_chosen in zip(steps, chosen, strict=True):
        is_under = is_under if has_no_number(step, notes) else is_chosen
        if is_under:
            kept.append(step)
    return kept


def chosen_steps(
    document: ArticleDocument, context: ArticleContext, audience: str, code: str = ""
) -> list[StepContent]:
    """The steps of one audience that carry the code; without a code, those that suit every code."""
    mine = [step for step in document.steps if step.audience == AUDIENCES[audience]]
    notes = {slug for slug, snippet in context.snippets.items() if snippet.kind == SnippetKind.NOTE}
    chosen = [code in step.codes if code else step.general for step in mine]
    return _with_notes(mine, chosen, notes)


def _shown(
    steps: list[StepContent], context: ArticleContext, contacts: Sequence[ContactCard], audience: str
) -> StepList:
    # Their own codes are not said again: each is for this one, or for all. A desk is not told to phone itself.
    others = [card for card in contacts if card.kind != AUDIENCES[audience].value]
    return step_list(steps, context.snippets, contacts=others, words=context.words)


def known_of(seen: CodeSeen) -> list[str]:
    """What the page of a code knows, for whoever can act."""
    lines = [f"I see the code {seen.display}."]
    lines += [f"It means: {seen.meaning}"] if seen.meaning else []
    return lines + ([f"Where it appears: {seen.where}"] if seen.where else [])


def message_about(seen: CodeSeen, at: str = "") -> str:
    """Plain text for those who can act, filled in as far as the page knows."""
    where = [f"Where I work: {at}"] if at else []
    lines = [*known_of(seen), "When it began: ", "Computer name: ", *where, f"More about it: {seen.address}"]
    return "\n".join([*lines, "No patient details and no passcode are in this message."])


def message_from(
    document: ArticleDocument, context: ArticleContext, seen: CodeSeen, *, label: str, audience: str
) -> str:
    """The article's message for one code: what is known of it, and of the steps only those that carry it."""
    mine = [step for step in document.steps if seen.display in step.codes] or document.steps
    tried = what_to_try(mine, context.snippets) if audience == Audience.USER.key else ()
    return message_to_send(
        document, tried, label=label, address=seen.address, known=known_of(seen), at=context.contacts[0].at
    )


def code_team(
    document: ArticleDocument,
    context: ArticleContext,
    seen: CodeSeen,
    *,
    audience: str,
    contacts: Sequence[ContactCard],
) -> Team:
    """To whom the reader of a code's page turns: those who act first on this code, where that is not the reader."""
    own = {Actor.PERSON, ACTOR_OF[AUDIENCES[audience]]}
    actor = Actor(seen.acts) if seen.acts in Actor and seen.acts not in own else None
    return article_team(document, context, contacts, audience, actor)


def what_is_left(steps: Sequence[StepContent], context: ArticleContext) -> bool:
    """Something to do, beside notes and what is stopped."""
    notes = {slug for slug, snippet in context.snippets.items() if snippet.kind == SnippetKind.NOTE}
    return any(not is_stopped(step) and step.snippet not in notes for step in steps)


def first_thing(
    document: ArticleDocument,
    context: ArticleContext,
    seen: CodeSeen,
    *,
    audience: str,
    contacts: Sequence[ContactCard],
) -> FirstThing:
    """Never the article's first steps as if they were this code's own."""
    own = chosen_steps(document, context, audience, seen.display)
    if what_is_left(own, context):
        asks_only = audience == Audience.USER.key and not what_to_try(own, context.snippets)
        message = message_about(seen, contacts[0].at) if asks_only else ""
        return FirstThing("Do this first", is_own=True, steps=_shown(own, context, contacts, audience), message=message)
    suiting = chosen_steps(document, context, audience)
    general = [step for step in suiting if not is_stopped(step)]
    # Where all that it had of its own is stopped, the page says so above what suits most codes.
    stopped = [step for step in own if is_stopped(step) and step not in suiting]
    checks = _shown([*stopped, *suiting], context, contacts, audience)
    if document.confidence == Confidence.STUB:
        words = "These general checks are not specific to this error." if general else ""
        return FirstThing(f"We have no recorded fix for {seen.display} yet", words=words, steps=checks)
    carrying = [one for key, one in AUDIENCES.items() if chosen_steps(document, context, key, seen.display)]
    actor = Actor(seen.acts) if seen.acts in Actor else who_acts(document)
    if actor == Actor.PERSON and carrying:
        actor = ACTOR_OF[carrying[0]]
    is_for_another = actor not in {Actor.PERSON, ACTOR_OF[AUDIENCES[audience]]}
    if is_for_another and (audience == Audience.USER.key or not general):
        team = article_team(document, context, contacts, audience, actor)
        return FirstThing("You cannot fix this yourself", team=team, message=message_about(seen, contacts[0].at))
    words = "These checks suit most codes of this kind." if general else "Ask those who can help."
    return FirstThing("We have no step just for this code", words=words, steps=checks)


def with_helper(first: FirstThing, seen: CodeSeen, team: Team) -> FirstThing:
    """Also where the first step is to ring them: its words may fill a screen of a phone before the number."""
    has_steps = first.steps is not None and bool(first.steps.steps)
    return replace(first, helper=team) if has_steps and team.actor == seen.acts else first
