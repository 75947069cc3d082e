"""Each piece of news in words, for the home and for a mail."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from kb.catalogue.labels import label_of
from kb.editing.models import Comment, News
from kb.lib import dates

THE_SITE = "This site"


@dataclass(frozen=True)
class NewsLine:
    """`said` is ours, `words` are what somebody typed: a line for each box."""

    pk: int
    said: str
    title: str
    label: str
    when: str
    address: str
    words: tuple[str, ...] = ()


def _approved(row: News) -> str:
    at = row.draft.publish_at
    return f"approved for {dates.day_and_clock(at)}:" if at else "approved:"


_SAID: dict[str, Callable[[News], str]] = {
    News.Kind.HANDED_IN: lambda row: "asks for a review of",
    News.Kind.SENT_BACK: lambda row: "sent back" if row.by else "could not publish, and sent back",
    News.Kind.APPROVED: _approved,
    News.Kind.PUBLISHED: lambda row: "published",
    News.Kind.OVERTAKEN: lambda row: "changed the article while this draft of it was open:",
}
_LEADS = {News.Kind.SENT_BACK: "editing:edit"}


def _address(row: News) -> str:
    if row.kind == News.Kind.PUBLISHED and row.draft.article:
        return row.draft.article.get_absolute_url()
    return reverse(_LEADS.get(News.Kind(row.kind), "editing:review"), args=[row.draft_id])


def _comments(rows: Sequence[News]) -> dict[tuple[int, datetime], list[Comment]]:
    """What was said with each decision: a comment has its draft and its moment."""
    sent_back = [row for row in rows if row.kind == News.Kind.SENT_BACK]
    if not sent_back:
        return {}
    drafts = Q(draft__in={row.draft_id for row in sent_back})
    said: dict[tuple[int, datetime], list[Comment]] = {}
    for comment in Comment.objects.filter(drafts).select_related("revision").order_by("pk"):
        said.setdefault((comment.draft_id, comment.at), []).append(comment)
    return said


def _comment(comment: Comment) -> str:
    if not comment.field:
        return comment.text
    return f"{label_of(comment.field, comment.revision.document)}: {comment.text}"


def news_lines(rows: Sequence[News], now: datetime) -> tuple[NewsLine, ...]:
    """Fetch them with draft, article, who did it, and review."""
    comments = _comments(rows)
    return tuple(
        NewsLine(
            pk=row.pk,
            said=f"{row.by.name if row.by else THE_SITE} {_SAID[row.kind](row)}",
            title=str(row.draft),
            label=row.draft.article.label if row.draft.article else "New article",
            when=_when(row.at, now),
            address=_address(row),
            words=tuple(filter(None, [_why(row), *map(_comment, comments.get((row.draft_id, row.at), ()))])),
        )
        for row in rows
    )


def _why(row: News) -> str:
    """What the reviewer wrote, or what its author says that it changes."""
    if row.kind == News.Kind.SENT_BACK:
        return row.review.reason if row.review else ""
    return row.draft.why if row.kind in {News.Kind.HANDED_IN, News.Kind.PUBLISHED} else ""


def _when(moment: datetime, now: datetime) -> str:
    is_today = dates.in_london(moment).date() == dates.in_london(now).date()
    return dates.clock(moment) if is_today else dates.day_and_clock(moment)
