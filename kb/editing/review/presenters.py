"""The review page in words: what the draft is, what was said of it, and what this person may do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.catalogue.document import ArticleDocument
from kb.catalogue.labels import label_of, step_names
from kb.editing.compare.presenters import Group
from kb.editing.models import Comment, Draft, Review
from kb.editing.ownership.rules import owner_in_words
from kb.editing.refusals import OwnWork
from kb.editing.review.confidence import STUB, confidence_of, lifts_stub
from kb.editing.review.forms import IN_PAGE
from kb.editing.review.reading import Changed, Compared, SinceReview
from kb.editing.rights import Act, DraftCase, offers, refusal
from kb.lib import dates
from kb.pages.article import ArticlePage
from kb.pages.comments import CommentBox
from kb.pages.parts import StepList, StepView

TAGS = {
    "DRAFT": "grey",
    "IN_REVIEW": "blue",
    "SENT_BACK": "orange",
    "SCHEDULED": "purple",
    "PUBLISHED": "green",
    "DISCARDED": "white",
}
THE_SITE = "This site"
OWN_WORK_ALLOWED = "You wrote part of this. You may approve it here; it is recorded that it was your own work."
_APPROVALS = (Act.APPROVE, Act.CORRECT, Act.SETTLE_URGENT)
_DECISIONS = (*_APPROVALS, Act.SEND_BACK)


@dataclass(frozen=True)
class HistoryLine:
    """A decision or a comment, as a line of the history."""

    title: str
    text: str
    who: str
    when: str
    pk: int = 0
    is_open: bool = False


@dataclass(frozen=True)
class ReviewPage:
    pk: int
    title: str
    label: str
    article: str
    state: str
    tag: str
    revision: int
    saved: str
    handed_in: str
    why: str
    owner: str
    scheduled: str
    is_new: bool
    overtaken: int
    based_on: int
    urgent: str
    groups: tuple[Group, ...]
    since: str  # it was sent back by whom and when; empty for a first review
    since_groups: tuple[Group, ...]
    history: tuple[HistoryLine, ...]
    may: Mapping[str, bool]
    own_work: str
    lifts_stub: bool  # a reviewer is asked whether it is none any more
    is_stub: bool  # and stays one: nothing in it could be verified

    @property
    def waits(self) -> bool:
        return self.state == Draft.State.IN_REVIEW.label

    @property
    def decides(self) -> bool:
        """Whether there is any button in the form of the decision."""
        return any(self.may[act] for act in _DECISIONS)


def _handed_in(draft: Draft) -> str:
    if not draft.submitted_at or not draft.submitted_by:
        return ""
    return f"Handed in by {draft.submitted_by.name} on {dates.day_and_clock(draft.submitted_at)}"


def _scheduled(draft: Draft) -> str:
    words = []
    if draft.state == Draft.State.SCHEDULED and draft.publish_at:
        words.append(f"It is approved, and is published on {dates.day_and_clock(draft.publish_at)}.")
    if draft.is_open and draft.expires_at:
        words.append(f"It is withdrawn again on {dates.day_and_clock(draft.expires_at)}.")
    return " ".join(words)


def _owner(draft: Draft) -> str:
    planned = getattr(draft, "next_owner", None)
    if planned is None or not draft.is_open:
        return ""
    return f"When it is published, {owner_in_words(planned) or 'nobody'} looks after it."


def _decision(review: Review) -> HistoryLine:
    title = review.get_kind_display()
    if review.is_own_work:
        title += " (own work)"
    text = review.reason
    if review.settled_by and review.settled_at:
        text += f"\n\nReviewed by {review.settled_by.name} on {dates.day_and_clock(review.settled_at)}."
    return HistoryLine(title, text, review.by.name, dates.day_and_clock(review.at))


def _comment(comment: Comment) -> HistoryLine:
    who = comment.by.name if comment.by else THE_SITE
    spoken_of = label_of(comment.field, comment.revision.document)
    title = f"{spoken_of} (revision {comment.revision.number})"
    if comment.resolved_at:
        title += ": done"
    is_open = comment.resolved_at is None
    return HistoryLine(title, comment.text, who, dates.day_and_clock(comment.at), comment.pk, is_open)


def history(reviews: Iterable[Review], comments: Iterable[Comment]) -> tuple[HistoryLine, ...]:
    """The latest first; comments made with a decision stand under it."""

    def lines() -> Iterator[tuple[tuple[object, int], HistoryLine]]:
        for review in reviews:
            yield (review.at, 1), _decision(review)
        for comment in comments:
            yield (comment.at, 0), _comment(comment)

    return tuple(said for _, said in sorted(lines(), key=lambda pair: pair[0], reverse=True))


def _since(since: SinceReview | None) -> str:
    return f"{since.review.by.name} sent it back on {dates.day_and_clock(since.review.at)}" if since else ""


def as_read(page: ArticlePage) -> ArticlePage:
    """Steps for everybody else stand below on the same page: no link leads away from what a reviewer typed."""
    choices = (replace(one, address="#what-to-do" if one.is_current else "#others") for one in page.choices)
    return replace(page, choices=tuple(choices), others=())


def comment_boxes(
    document: ArticleDocument, typed: Mapping[str, str], said: Mapping[str, tuple[str, ...]]
) -> dict[str, CommentBox]:
    """A box for each step, by its name; `typed` and `said` are by field."""
    fields = ((f"steps.{n}", step.name) for n, step in enumerate(document.steps, 1))
    return {
        name: CommentBox(f"{IN_PAGE}{field}", label, typed.get(field, ""), said.get(field, ()))
        for (field, name), label in zip(fields, step_names(document.steps), strict=True)
    }


def with_boxes(page: ArticlePage, boxes: Mapping[str, CommentBox]) -> ArticlePage:
    """Each beside its step, for whomever that is."""

    def one(step: StepView) -> StepView:
        return replace(step, comment=boxes.get(step.name))

    def each(steps: StepList) -> StepList:
        return replace(steps, steps=tuple(one(step) for step in steps.steps))

    call = page.call and replace(
        page.call,
        step=one(page.call.step),
        cases=tuple(replace(case, steps=each(case.steps)) for case in page.call.cases),
        then=each(page.call.then),
    )
    others = tuple(replace(other, steps=each(other.steps)) for other in page.others)
    return replace(page, steps=each(page.steps), others=others, call=call)


def _own_work(case: DraftCase) -> str:
    """To a reviewer who wrote part of it."""
    refused = [refusal(act, case) for act in _APPROVALS]
    own = next((str(one) for one in refused if isinstance(one, OwnWork)), "")
    return own or (OWN_WORK_ALLOWED if case.is_author and None in refused else "")


def review_page(
    found: Compared,
    *,
    changed: Changed,
    reviews: Sequence[Review],
    comments: Sequence[Comment],
    case: DraftCase,
    urgent: Review | None,
) -> ReviewPage:
    draft, article = found.draft, found.article
    return ReviewPage(
        pk=draft.pk,
        title=str(draft),
        label=article.label if article else "",
        article=article.title if article else "",
        state=draft.get_state_display(),
        tag=TAGS[draft.state],
        revision=found.revision.number,
        saved=f"saved by {found.revision.by.name} on {dates.day_and_clock(found.revision.at)}",
        handed_in=_handed_in(draft),
        why=draft.why,
        owner=_owner(draft),
        scheduled=_scheduled(draft),
        is_new=found.is_new,
        overtaken=article.version if article and found.is_overtaken else 0,
        based_on=draft.based_on,
        urgent=f"{urgent.by.name} on {dates.day_and_clock(urgent.at)}: {urgent.reason}" if urgent else "",
        groups=changed.groups,
        since=_since(changed.since),
        since_groups=changed.since.groups if changed.since else (),
        history=history(reviews, comments),
        may=offers(case),
        own_work=_own_work(case),
        lifts_stub=lifts_stub(found.before, found.after),
        is_stub=confidence_of(found.before, found.after) == STUB,
    )
