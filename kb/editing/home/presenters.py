"""The editors' home in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator

from kb.accounts.models import User
from kb.accounts.roles import May, abilities_of, may
from kb.catalogue.models import Article, StoppedStep
from kb.editing.home.reading import Attention, Listed
from kb.editing.models import UNTITLED, Draft, Review, UnsavedText
from kb.editing.ownership.rules import Care, care_of, owner_line
from kb.editing.review.presenters import TAGS
from kb.editing.rights import ArticleAct, ArticleCase, article_refusal
from kb.lib import dates
from kb.reports.models import Report
from kb.reports.privacy.anonymised import problem_of

LONGEST_WORDS = 150
NO_WORDS = "It says nothing but the code"


@dataclass(frozen=True)
class WorkRow:
    """A line of a list. `still_right` is where the one click for it goes, with the day that it moves to."""

    title: str
    address: str
    note: str
    label: str = ""
    tag: str = ""
    colour: str = ""
    still_right: str = ""


@dataclass(frozen=True)
class Section:
    """`empty` says what would stand here."""

    key: str
    heading: str
    rows: tuple[WorkRow, ...]
    number: int
    empty: str
    is_pressing: bool = False
    more: str = ""

    @property
    def left_out(self) -> int:
        return self.number - len(self.rows)


def when(moment: datetime, now: datetime) -> str:
    """The time is enough for today, the day for any other."""
    is_today = dates.in_london(moment).date() == dates.in_london(now).date()
    return f"today at {dates.clock(moment)}" if is_today else f"on {dates.day(moment)}"


def _label(draft: Draft) -> str:
    return draft.article.label if draft.article else "New article"


def _draft(draft: Draft, note: str, *, name: str = "editing:review", with_state: bool = False) -> WorkRow:
    return WorkRow(
        title=str(draft),
        address=reverse(name, args=[draft.pk]),
        note=note,
        label=_label(draft),
        tag=draft.get_state_display() if with_state else "",
        colour=TAGS[draft.state],
    )


def _to_review(draft: Draft, now: datetime) -> WorkRow:
    who = draft.submitted_by or draft.begun_by
    said = f": {draft.why}" if draft.why else ""
    return _draft(draft, f"Handed in by {who.name} {when(draft.submitted_at or draft.changed_at, now)}{said}")


def _stopped(stop: StoppedStep, now: datetime) -> WorkRow:
    return WorkRow(
        title=getattr(stop, "heading", "") or "A step that the article has no more",
        address=reverse("editing:article", args=[stop.article.label]),
        note=f"Stopped by {stop.by.name} {when(stop.at, now)}: {Truncator(stop.reason).chars(LONGEST_WORDS)}",
        label=str(stop.article),
    )


def _urgent(review: Review, now: datetime) -> WorkRow:
    return _draft(review.draft, f"Published by {review.by.name} {when(review.at, now)}: {review.reason}")


def _scheduled(draft: Draft, now: datetime) -> WorkRow:
    at = draft.publish_at or now
    return _draft(draft, f"Published by itself on {dates.day_and_clock(at)}")


def _mine(draft: Draft, now: datetime) -> WorkRow:
    is_waiting = draft.state == Draft.State.IN_REVIEW
    name = "editing:review" if is_waiting else "editing:edit"
    return _draft(draft, f"Last saved {when(draft.changed_at, now)}", name=name, with_state=True)


def found_draft(draft: Draft, now: datetime) -> WorkRow:
    return _draft(draft, f"Begun by {draft.begun_by.name}, last saved {when(draft.changed_at, now)}", with_state=True)


def _wanted(report: Report, now: datetime) -> WorkRow:
    # No code is asked for: a list makes no query of its own for each line.
    problem = problem_of(report, is_code=lambda number: False)
    asked = f"The desk asked {when(report.article_asked_at or report.filed_at, now)}"
    return WorkRow(
        title=Truncator(problem.words).chars(LONGEST_WORDS) or NO_WORDS,
        address=f"{reverse('editing:new')}?{urlencode({'report': problem.reference})}",
        note=f"{problem.service.name} · {asked}" if problem.service else asked,
        label=problem.code,
    )


def _unsaved_text(unsaved_text: UnsavedText, now: datetime) -> WorkRow:
    draft = unsaved_text.draft
    return WorkRow(
        title=unsaved_text.content.get("title") or UNTITLED,
        address=reverse("editing:conflict", args=[draft.pk, unsaved_text.pk]),
        note=f"Kept {when(unsaved_text.at, now)}: somebody else had saved the draft",
    )


def _overdue(due: date, now: datetime) -> str:
    days = (dates.in_london(now).date() - due).days
    return "today" if not days else f"{days} day{'' if days == 1 else 's'} ago"


def _who(article: Article, now: datetime) -> str:
    return owner_line(getattr(article, "ownership", None), dates.in_london(now).date())


def _due(article: Article, now: datetime, person: User) -> WorkRow:
    ownership = getattr(article, "ownership", None)
    case = ArticleCase(
        abilities=abilities_of(person),
        label=article.label,
        looks_after=ownership is not None and person.pk in {ownership.owner_id, ownership.deputy_id},
    )
    may_say = not article_refusal(ArticleAct.STILL_RIGHT, case)
    due = article.review_due_on or dates.in_london(now).date()
    return WorkRow(
        title=article.title,
        address=reverse("editing:article", args=[article.label]),
        note=f"Due {_overdue(due, now)}. Looked after by {_who(article, now)}",
        label=article.label,
        tag="Yours" if getattr(article, "is_theirs", False) else "",
        colour="blue",
        still_right=reverse("editing:still-right", args=[article.label]) if may_say else "",
    )


def article_row(article: Article, now: datetime) -> WorkRow:
    """Fetch the article with its ownership."""
    due = f"Review due on {dates.day(article.review_due_on)}. " if article.review_due_on else ""
    is_live = article.is_live(now)
    return WorkRow(
        title=article.title,
        address=reverse("editing:article", args=[article.label]),
        note=f"{due}Looked after by {_who(article, now)}",
        label=article.label,
        tag="" if is_live else "Withdrawn" if article.withdrawn_at else "Expired",
        colour="grey",
    )


@dataclass(frozen=True)
class TogetherRow:
    """One of many articles: who looks after it and when it is looked at again, now and then."""

    label: str
    title: str
    now: str
    then: str

    @property
    def is_changed(self) -> bool:
        return self.now != self.then


def changed_together(articles: Iterable[Article], typed: Mapping[str, Any]) -> tuple[TogetherRow, ...]:
    """What the act would do with each. Fetch them with their ownership."""
    rows = []
    for article in articles:
        care = care_of(getattr(article, "ownership", None))
        then = care.but(owner=typed["owner"], team=typed["team"], deputy=typed["deputy"])
        due = article.review_due_on
        rows.append(TogetherRow(article.label, article.title, _cared(care, due), _cared(then, typed["until"] or due)))
    return tuple(rows)


def _cared(care: Care, due: date | None) -> str:
    again = f"looked at again on {dates.day(due)}" if due else "no day for a review"
    return f"{care.in_words}, {again}"


def _rows(listed: Listed, say: Callable[[Any, datetime], WorkRow], now: datetime) -> tuple[WorkRow, ...]:
    return tuple(say(row, now) for row in listed.rows)


def sections(found: Attention, *, person: User, now: datetime) -> tuple[Section, ...]:
    """The order is that of the page: what cannot wait comes first."""
    kinds: Iterable[tuple[str, str, Listed, Callable[[Any, datetime], WorkRow], str]] = (
        ("stopped", "Steps that are stopped, until a reviewer decides", found.stopped, _stopped, STOPPED_NONE),
        ("urgent", "Urgent fixes not yet reviewed", found.urgent, _urgent, URGENT_NONE),
        ("review", "Waiting for your review", found.to_review, _to_review, REVIEW_NONE),
        ("sent-back", "Sent back to you", found.sent_back, _edit_again, SENT_BACK_NONE),
        ("mine", "Your drafts", found.mine, _mine, MINE_NONE),
        ("wanted", "Reports that ask for an article", found.wanted, _wanted, WANTED_NONE),
        ("scheduled", "Approved for a time", found.scheduled, _scheduled, SCHEDULED_NONE),
        ("due", "Reviews due", found.due, partial(_due, person=person), DUE_NONE),
    )
    is_reviewer = may(person, May.REVIEW_ARTICLES)
    shown = tuple(
        Section(
            key=key,
            heading=heading,
            rows=_rows(listed, say, now),
            number=listed.number,
            empty=empty,
            is_pressing=key in {"stopped", "urgent"} and listed.number > 0,
            more=f"{reverse('editing:articles')}?which=due" if key == "due" else "",
        )
        for key, heading, listed, say, empty in kinds
        if key != "review" or is_reviewer
    )
    if not found.unsaved_texts.number:
        return shown
    kept = _rows(found.unsaved_texts, _unsaved_text, now)
    return (
        Section("aside", "Texts of yours that are in no draft yet", kept, found.unsaved_texts.number, "", True),
        *shown,
    )


def _edit_again(draft: Draft, now: datetime) -> WorkRow:
    return _draft(draft, f"Last saved {when(draft.changed_at, now)}. Read what the reviewer said")


STOPPED_NONE = "None. A step that is off the public page while it is checked stands here until a reviewer decides."
URGENT_NONE = "None. A change that was published without a review would stand here until a reviewer has looked at it."
REVIEW_NONE = "None. A draft stands here when its author asks for a review; the one that waits longest comes first."
SENT_BACK_NONE = "None. When a reviewer sends your draft back, it stands here with what to change."
MINE_NONE = "None. Begin one with “Write a new article”, or find an article and change it."
WANTED_NONE = "None. Where the service desk asks for an article on what somebody reported, it stands here."
SCHEDULED_NONE = "None. What a reviewer approves for a later time stands here until it is published."
DUE_NONE = "None. An article stands here from its review date on, until somebody says that it is still right."
