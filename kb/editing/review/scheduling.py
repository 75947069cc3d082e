"""What was approved for a time is published when it comes. However many workers look, one publishes."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kb.accounts import audit
from kb.catalogue.actions import NotPublishable, raise_edition
from kb.editing import mails
from kb.editing.drafts.actions import detail_of, subject
from kb.editing.drafts.decisions import State, note_comments
from kb.editing.models import Draft, Review, Revision
from kb.editing.news.actions import tell_could_not_be_published
from kb.editing.refusals import Moved, NotOpen, Overtaken
from kb.editing.review.approving import publish_approved
from kb.lib.portable import Problem
from kb.outbox import actions as outbox


def publish_due(now: datetime) -> int:
    """How many were published. No `by=`: those who approved them are named. Called once a minute by each worker."""
    published = 0
    for draft in Draft.objects.due(now):
        try:
            published += _publish(draft, now)
        except NotPublishable as refused:
            _send_back(draft, map(_in_words, refused.problems), now)
        except Overtaken as refused:
            _send_back(draft, [("", str(refused))], now)
        except (Moved, NotOpen):
            # Another worker was quicker, or somebody took it back at this moment.
            continue
    return published


@transaction.atomic
def _publish(draft: Draft, now: datetime) -> int:
    # Waits here for whoever publishes, and then sees what they did.
    raise_edition()
    row = Draft.objects.select_for_update(of=("self",)).select_related("article").get(pk=draft.pk)
    if row.state != State.SCHEDULED or row.publish_at is None or row.publish_at > now:
        raise Moved
    review = _approval(row)
    publish_approved(row, review.revision, by=review.by, now=now)
    return 1


def _approval(row: Draft) -> Review:
    approvals = row.reviews.filter(kind=Review.Kind.APPROVED, revision__number=row.number)
    return approvals.select_related("revision", "by").order_by("-pk")[:1].get()


def _in_words(problem: Problem) -> tuple[str, str]:
    """A comment on the field that it is about, counted from one as everywhere."""
    field = f"{problem.field}.{problem.index}" if problem.index else problem.field
    return field, problem.message


@transaction.atomic
def _send_back(draft: Draft, said: Iterable[tuple[str, str]], now: datetime) -> None:
    """It could be published when it was approved and cannot now: its author is told, and what to do stands in it."""
    own = Draft.objects.filter(pk=draft.pk, state=State.SCHEDULED, number=draft.number)
    if own.update(state=State.SENT_BACK, publish_at=None, is_verified=False, verified_with="") != 1:
        return
    row = Draft.objects.select_related("article", "submitted_by", "begun_by").get(pk=draft.pk)
    comments = note_comments(row, Revision.objects.get(draft=row, number=row.number), list(said), by=None, now=now)
    texts = [comment.text for comment in comments]
    detail = detail_of(row) | {"problems": texts}
    audit.record(by=None, verb="could not publish a draft", subject=subject(row), detail=detail)
    tell_could_not_be_published(draft=row, at=now)
    for mail in mails.not_published(row, texts):
        outbox.post(mail=mail, room=mails.ROOM, key=str(row.pk), purpose=mails.NOT_PUBLISHED)
