"""Fetches what the pages of one draft show."""

from dataclasses import dataclass, replace

from django.http import Http404

from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, Version
from kb.catalogue.reading import document_of as published_document
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
