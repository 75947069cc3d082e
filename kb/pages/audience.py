"""Whose steps a page shows, and the way to those of everybody else. Pure."""

from dataclasses import dataclass, replace

from django.utils.text import capfirst

from kb.catalogue.choices import AUDIENCES, Audience, SnippetKind
from kb.catalogue.contents import StepContent
from kb.catalogue.document import ArticleDocument
from kb.catalogue.stopped import has_no_number
from kb.pages.parts import ArticleContext, StepList, step_list

WHO_THE_RA_IS = "Your Registration Authority is the team that issues smartcards where you work."


@dataclass(frozen=True)
class AudienceChoice:
    """One of the links that choose whose steps to show; `more` of its words only where there is room."""

    key: str
    label: str
    more: str
    address: str
    is_current: bool

    @property
    def name(self) -> str:
        """As it is heard, wherever it stands and however narrow the page is."""
        return f"Steps {self.label[:1].lower()}{self.label[1:]}{self.more}"


@dataclass(frozen=True)
class OtherSteps:
    """Steps for somebody else, folded away; `who` says who that is, where a word may not be known."""

    heading: str
    address: str
    steps: StepList
    who: str = ""


def reader_of(document: ArticleDocument) -> str:
    """For whom it was written, as addresses say it. A draft may name anybody."""
    return Audience(document.reader).key if document.reader in Audience else Audience.USER.key


def is_for(document: ArticleDocument) -> str:
    """Said above what is not for the person at the card."""
    own = AUDIENCES[reader_of(document)]
    return "" if own is Audience.USER else f"For {own.label} staff."


def audience_choices(at: str, audience: str, kept: str, own: str) -> tuple[AudienceChoice, ...]:
    """The plain address shows its own reader's steps, unless another role is kept: then the address must say so."""
    return tuple(
        AudienceChoice(
            key,
            one.words.as_reader,
            one.words.as_reader_more,
            at if key == own and not kept else f"{at}?for={key}",
            key == audience,
        )
        for key, one in AUDIENCES.items()
    )


def nothing_for_user(document: ArticleDocument) -> str:
    # A draft may have steps that are for nobody yet.
    audiences = [step.audience for step in document.steps if step.audience in Audience]
    if "USER" in audiences or not audiences:
        return ""
    who = capfirst(Audience(audiences[0]).words.to_a_reader)
    return f"You cannot fix this yourself. {who} can."


def steps_for(document: ArticleDocument, context: ArticleContext, audience: str) -> list[StepContent]:
    """Those of one audience. Where each says for which codes it is, one that is for all of them need not."""
    mine = [step for step in document.steps if step.audience == audience]
    notes = {slug for slug, snippet in context.snippets.items() if snippet.kind == SnippetKind.NOTE}
    if not all(step.codes or has_no_number(step, notes) for step in mine):
        return mine
    every = set(document.codes)
    return [replace(step, codes=()) if every <= set(step.codes) else step for step in mine]


def other_steps(document: ArticleDocument, context: ArticleContext, at: str, audience: str) -> tuple[OtherSteps, ...]:
    found = []
    for key, one in AUDIENCES.items():
        theirs = steps_for(document, context, one)
        if key != audience and theirs:
            steps = step_list(theirs, context.snippets, context.codes, words=context.words)
            who = WHO_THE_RA_IS if one is Audience.RA else ""
            found.append(OtherSteps(f"What {one.words.to_a_reader} can do", f"{at}?for={key}", steps, who))
    return tuple(found)
