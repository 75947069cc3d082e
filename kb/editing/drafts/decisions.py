"""Holding a draft while it is decided on. Used inside a transaction only."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from kb.accounts import audit
from kb.accounts.models import User
from kb.accounts.roles import May, abilities_of
from kb.editing import rights
from kb.editing.drafts.actions import detail_of, subject
from kb.editing.drafts.authors import case_of, is_author
from kb.editing.models import Comment, Draft, Review, Revision
from kb.editing.refusals import Moved, NotPossible
from kb.editing.rights import Act
from kb.lib.text import turn_fault, without_unseen

State = Draft.State
_APPROVALS = (Review.Kind.APPROVED, Review.Kind.CORRECTION)


def need(by: User, ability: May) -> None:
    """The guard of the page asks the same; a decision must not hang on that alone."""
    rights.need(abilities_of(by), ability)


def held(
    draft: Draft,
    act: Act,
    *,
    by: User,
    revision: Revision | None = None,
    is_small: Callable[[Draft], bool] = lambda _: False,
) -> Draft:
    """The draft as it is now, kept from others until the transaction ends, if this person may do that with it.

    Who is going to publish locks the catalogue before (`raise_edition`). `revision` is what the decision was made on.
    """
    row = Draft.objects.select_for_update(of=("self",)).select_related("article").get(pk=draft.pk)
    rights.insist(act, replace(case_of(by, row), is_small=is_small(row)))
    if revision and (revision.draft_id, revision.number) != (row.pk, row.number):
        raise Moved
    return row


def line(text: str, most: int, *, what: str) -> str:
    """What was said beside the text, as both databases keep it."""
    said = " ".join(without_unseen(text.replace("\n", " ")).split())
    if fault := turn_fault(said):
        raise NotPossible(f"Look at {what}. {fault}")
    if len(said) > most:
        raise NotPossible(f"Shorten {what} to {most} characters; it has {len(said)}.")
    return said


def block(text: str, *, what: str) -> str:
    """The same of several lines; it cannot be empty."""
    said = without_unseen(text).strip()
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
) -> Review:
    """A decision on what they wrote themselves says so: a setting allows it."""
    is_own = kind in _APPROVALS and is_author(by, row)
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
    texts = [(field[:60], without_unseen(text).strip()) for field, text in said]
    return Comment.objects.bulk_create(
        Comment(draft=row, revision=revision, field=field, text=text, by=by, at=now) for field, text in texts if text
    )
