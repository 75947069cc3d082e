"""Holding a draft while it is decided on. Used inside a transaction only."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings

from kb.accounts import audit
from kb.accounts.models import User
from kb.accounts.roles import IN_WORDS, May, may
from kb.catalogue import limits
from kb.editing.drafts.actions import detail_of, subject
from kb.editing.drafts.authors import is_author
from kb.editing.drafts.refusals import Moved, NotAllowed, NotInReview, NotOpen, NotPossible, OwnWork
from kb.editing.models import Comment, Draft, Review, Revision
from kb.editing.querysets import WRITABLE

State = Draft.State


def need(by: User, ability: May) -> None:
    """The guard of the page asks the same; a decision must not hang on that alone."""
    if not may(by, ability):
        raise NotAllowed(f"Your role does not let you {IN_WORDS[ability]}.")


def held(draft: Draft, *, among: Collection[str], revision: Revision | None = None) -> Draft:
    """The draft as it is now, kept from others until the transaction ends.

    Who is going to publish locks the catalogue before (`raise_edition`). `among` are the states in which this can be
    done; `revision` is what the decision was made on.
    """
    row = Draft.objects.select_for_update(of=("self",)).select_related("article").get(pk=draft.pk)
    if row.state not in among:
        raise NotInReview(row) if row.state in WRITABLE else NotOpen(row)
    if revision and (revision.draft_id, revision.number) != (row.pk, row.number):
        raise Moved(row)
    return row


def own_work(draft: Draft, by: User) -> bool:
    """Whether they wrote it. Raises OwnWork unless a setting lets a team of one do that."""
    is_own = is_author(by, draft)
    if is_own and not settings.EDITING_OWN_APPROVAL:
        raise OwnWork
    return is_own


def line(text: str, most: int, *, what: str) -> str:
    """What was said beside the text, as both databases keep it."""
    said = " ".join(limits.without_unseen(text.replace("\n", " ")).split())
    if len(said) > most:
        raise NotPossible(f"Shorten {what} to {most} characters; it has {len(said)}.")
    return said


def block(text: str, *, what: str) -> str:
    """The same of several lines; it cannot be empty."""
    said = limits.without_unseen(text).strip()
    if not said:
        raise NotPossible(f"Enter {what}.")
    return said


def note_review(
    row: Draft,
    revision: Revision,
    kind: Review.Kind,
    *,
    by: User,
    now: datetime,
    verb: str,
    reason: str = "",
    is_own: bool = False,
) -> Review:
    detail = detail_of(row) | {"reason": reason} if reason else detail_of(row)
    if is_own:
        detail |= {"own work": True}
    audit.record(by=by, verb=verb, subject=subject(row), detail=detail)
    return Review.objects.create(
        draft=row, revision=revision, kind=kind, by=by, at=now, reason=reason, is_own_work=is_own
    )


def note_comments(
    row: Draft, revision: Revision, said: Sequence[tuple[str, str]], *, by: User | None, now: datetime
) -> list[Comment]:
    """(field, text) pairs; empty texts are left out."""
    texts = [(field[:60], limits.without_unseen(text).strip()) for field, text in said]
    return Comment.objects.bulk_create(
        Comment(draft=row, revision=revision, field=field, text=text, by=by, at=now) for field, text in texts if text
    )
