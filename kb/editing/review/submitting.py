"""A draft between its author and the reviewer: handed in, taken back, sent back with comments."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.accounts.roles import May
from kb.catalogue import limits
from kb.editing.drafts.actions import detail_of, subject
from kb.editing.drafts.decisions import State, block, held, line, need, note_comments, note_review
from kb.editing.models import Comment, Draft, Review, Revision
from kb.editing.news import actions as news
from kb.editing.refusals import NotPossible
from kb.editing.rights import Act
from kb.lib.text import without_unseen


@transaction.atomic
def say_why(*, draft: Draft, by: User, why: str) -> Draft:
    """What changed, while it is written: it is there when the draft is handed in, whoever does that."""
    row = held(draft, Act.CHANGE, by=by)
    row.why = line(why, limits.WHY, what="what you changed")
    row.save(update_fields=["why"])
    audit.record(
        by=by, verb="said what a draft changes", subject=subject(row), detail=detail_of(row) | {"why": row.why}
    )
    return row


def lacks_why(draft: Draft, why: str) -> str:
    """What to say where a change does not say what it changes; nothing where it does, or all of it is new."""
    return "Say in a few words what you changed." if draft.article_id and not why.strip() else ""


@transaction.atomic
def submit(*, draft: Draft, by: User, why: str, now: datetime | None = None) -> Draft:
    """Ask for a review of the latest revision. `why` is what the version will say of itself."""
    row = held(draft, Act.SUBMIT, by=by)
    row.why = line(why, limits.WHY, what="what you changed")
    if lacks := lacks_why(row, row.why):
        raise NotPossible(lacks)
    row.state = State.IN_REVIEW
    row.submitted_at = now or timezone.now()
    row.submitted_by = by
    row.save(update_fields=["state", "why", "submitted_at", "submitted_by"])
    audit.record(by=by, verb="asked for a review", subject=subject(row), detail=detail_of(row) | {"why": row.why})
    news.tell_handed_in(draft=row, by=by, at=row.submitted_at)
    return row


@transaction.atomic
def withdraw_from_review(*, draft: Draft, by: User) -> Draft:
    """Back to writing, also when it is approved and waits for its time."""
    row = held(draft, Act.TAKE_BACK, by=by)
    was = row.get_state_display()
    row.state = State.DRAFT
    row.publish_at = None
    row.is_verified, row.verified_with = False, ""
    row.save(update_fields=["state", "publish_at", "is_verified", "verified_with"])
    audit.record(by=by, verb="took a draft back", subject=subject(row), detail=detail_of(row) | {"was": was})
    return row


@transaction.atomic
def send_back(
    *,
    draft: Draft,
    revision: Revision,
    by: User,
    reason: str,
    comments: Sequence[tuple[str, str]] = (),
    now: datetime | None = None,
) -> Draft:
    """`comments` are (field, text) pairs, the field as in `steps.2.body`; empty texts are left out. Where there are
    some, they are reason enough."""
    now = now or timezone.now()
    row = held(draft, Act.SEND_BACK, by=by, revision=revision)
    reason = without_unseen(reason)
    if not any(without_unseen(text).strip() for _, text in comments):
        reason = block(reason, what="what has to be changed")
    row.state = State.SENT_BACK
    row.save(update_fields=["state"])
    note_comments(row, revision, comments, by=by, now=now)
    kind = Review.Kind.SENT_BACK
    review = note_review(row, revision, kind, by=by, now=now, verb="sent a draft back", reason=reason.strip())
    news.tell_sent_back(draft=row, review=review, by=by, at=now)
    return row


@transaction.atomic
def add_comment(*, draft: Draft, revision: Revision, by: User, text: str, field: str = "") -> Comment:
    """Said of one field, or of the whole; it decides nothing and changes no state."""
    need(by, May.WRITE_ARTICLES)
    said = block(text, what="your comment")
    row = Draft.objects.get(pk=draft.pk)
    comment = Comment.objects.create(draft=row, revision=revision, field=field[:60], text=said, by=by)
    audit.record(by=by, verb="commented on a draft", subject=subject(row), detail=detail_of(row) | {"field": field})
    return comment


@transaction.atomic
def resolve_comment(*, comment: Comment, by: User, now: datetime | None = None) -> Comment:
    need(by, May.WRITE_ARTICLES)
    changed = Comment.objects.filter(pk=comment.pk, resolved_at__isnull=True).update(resolved_at=now or timezone.now())
    comment.refresh_from_db()
    if changed:
        draft = comment.draft
        detail = detail_of(draft) | {"field": comment.field}
        audit.record(by=by, verb="resolved a comment", subject=subject(draft), detail=detail)
    return comment
