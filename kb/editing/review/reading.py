"""Fetches what the pages of one draft show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.http import Http404

from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, Version
from kb.catalogue.reading import document_of as published_document
from kb.editing.compare.diff import compare
from kb.editing.compare.presenters import Group, groups, without_boxes
from kb.editing.compare.reading import places_of
from kb.editing.drafts import new_codes
from kb.editing.drafts.reading import EMPTY
from kb.editing.models import Comment, Draft, Review, Revision
from kb.editing.review.publishing import base_of


@dataclass(frozen=True)
class Compared:
    """A draft, the text that is decided on, and what is or was published before it."""

    draft: Draft
    revision: Revision
    article: Article | None
    before: ArticleDocument
    after: ArticleDocument

    @property
    def is_new(self) -> bool:
        return self.before == EMPTY

    @property
    def is_overtaken(self) -> bool:
        """What is published is not what the draft began from."""
        return self.draft.is_open and bool(self.article) and self.article.version != self.draft.based_on  # type: ignore[union-attr] # asked before


def _before(draft: Draft, article: Article | None) -> ArticleDocument:
    """Of an open draft: the published text as it is now. Of one that was published: the text that it replaced."""
    if article is None:
        return EMPTY
    if draft.is_open:
        return published_document(article)
    version = Version.objects.filter(article=article, number=draft.based_on).first()
    return ArticleDocument.from_dict(version.document) if version else EMPTY


def compared(draft: Draft) -> Compared:
    revision = draft.revisions.select_related("by").order_by("-number").first()
    if revision is None:
        raise Http404
    article = Article.objects.with_parts().get(pk=draft.article_id) if draft.article_id else None
    return Compared(draft, revision, article, _before(draft, article), _after(draft, revision, article))


def _after(draft: Draft, revision: Revision, article: Article | None) -> ArticleDocument:
    """The review date may be moved while a draft is open: where the draft says nothing of it, that is no change."""
    document = revision.document
    if article and draft.is_open:
        base = base_of(draft)
        if base and base.review_due == document.review_due:
            return replace(document, review_due=article.review_due_on)
    return document


def unsettled_review(draft: Draft) -> Review | None:
    """Of an urgent fix that nobody has reviewed yet."""
    return Review.objects.unsettled().filter(draft=draft).select_related("by").first()


def decisions(draft: Draft) -> list[Review]:
    return list(draft.reviews.select_related("by", "settled_by", "revision").order_by("-at", "-pk"))


def comments(draft: Draft) -> list[Comment]:
    return list(draft.comments.select_related("by", "revision").order_by("-at", "-pk"))


# --- What changed ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SinceReview:
    """What its authors did since it was sent back."""

    review: Review
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Changed:
    """All that differs from what is published; and before it, for a second review, what changed since the first."""

    groups: tuple[Group, ...]
    since: SinceReview | None = None


def _field_now(comment: Comment, after: ArticleDocument) -> str:
    """Where that stands in the text as it is now: a step may have moved. A step that went is spoken of as the list."""
    name, _, rest = comment.field.partition(".")
    number = rest.partition(".")[0]
    if name != "steps" or not number.isdecimal():
        return f"{name}.{number}" if number else name
    steps, place = comment.revision.document.steps, int(number) - 1
    step = steps[place].name if 0 <= place < len(steps) else ""
    found = (n for n, one in enumerate(after.steps, 1) if step and one.name == step)
    return f"steps.{next(found, 0)}".removesuffix(".0")


def said_of_fields(said: Iterable[Comment], after: ArticleDocument) -> dict[str, tuple[str, ...]]:
    """What is not marked as done, the first first, by the field that it is about."""
    found: dict[str, tuple[str, ...]] = {}
    for comment in sorted(said, key=lambda one: (one.at, one.pk)):
        if comment.resolved_at is None and comment.field:
            field = _field_now(comment, after)
            by = comment.by.name if comment.by else "This site"
            found[field] = (*found.get(field, ()), f"{by}: {comment.text}")
    return found


def brought(found: Compared) -> list[new_codes.BroughtCode]:
    """What publishing the draft says of the codes that it makes, in their order."""
    return list(new_codes.brought(found.draft, found.after).values())


def changed(
    found: Compared, decided: Iterable[Review], said: Iterable[Comment], typed: Mapping[str, str] | None = None
) -> Changed:
    """`typed` holds what stands in the boxes for comments. A box stands once, where it is read first."""
    told, beside = {one.key: one for one in brought(found)}, said_of_fields(said, found.after)
    places = places_of(found.before, found.after)
    every = groups(compare(found.before, found.after, places), typed, told, beside)
    last = next((one for one in decided if one.kind == Review.Kind.SENT_BACK), None)
    if last is None or not found.draft.is_open:
        return Changed(every)
    then = last.revision.document
    since = groups(compare(then, found.after, places_of(then, found.after)), typed, told, beside)
    return Changed(without_boxes(every, {group.field for group in since}), SinceReview(last, since))
