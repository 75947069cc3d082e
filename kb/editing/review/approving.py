"""What a reviewer decides: the change is right, and is published now or at a time."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kb.accounts.models import User
from kb.catalogue import limits
from kb.catalogue.actions import Publication, Verification, raise_edition
from kb.catalogue.models import Article
from kb.editing.compare.small_change import is_small
from kb.editing.drafts.decisions import State, held, line, note_review
from kb.editing.models import Draft, Review, Revision
from kb.editing.news.actions import tell_approved
from kb.editing.refusals import NotPossible
from kb.editing.review.confidence import NOTHING_TO_VERIFY, STUB, confidence_of, lifts_stub
from kb.editing.review.publishing import base_of, publish, rehearse
from kb.editing.rights import Act
from kb.lib.dates import in_london

CORRECTED = "Small correction"
STILL_A_STUB = "This draft makes an article of a stub: say that it is no longer a stub, or send the draft back."


def publish_approved(row: Draft, revision: Revision, *, by: User, now: datetime, is_rehearsal: bool = False) -> None:
    """As the reviewer said, which stands on the draft. Who approves reviews; verified is said besides.

    That a stub is lifted needs no mark of its own: such a draft is approved only by a reviewer who says so too.
    """
    confidence = confidence_of(base_of(row), revision.document, is_verified=row.is_verified)
    finding = Verification(by=by, on=in_london(now).date(), verified_with=row.verified_with)
    publication = Publication(by=by, why=row.why, review=finding, at=now)
    act = rehearse if is_rehearsal else publish
    act(row, revision, publication, confidence=confidence, expires_at=row.expires_at)


def is_small_correction(draft: Draft, revision: Revision, now: datetime) -> bool:
    """Of what is live, and no more than words of one sentence."""
    if draft.article is None or not draft.article.is_live(now):
        return False
    before = base_of(draft)
    return before is not None and is_small(before, revision.document)


def _refuse_stub(row: Draft, revision: Revision, *, is_no_longer_stub: bool, is_verified: bool) -> None:
    before, after = base_of(row), revision.document
    if lifts_stub(before, after) and not (is_no_longer_stub or is_verified):
        raise NotPossible(STILL_A_STUB)
    if is_verified and confidence_of(before, after) == STUB:
        raise NotPossible(NOTHING_TO_VERIFY)


def _refuse_times(publish_at: datetime | None, expires_at: datetime | None, now: datetime) -> None:
    if expires_at and expires_at <= max(publish_at or now, now):
        raise NotPossible("Choose an end that is later than the time of publishing.")


@transaction.atomic
def approve(  # noqa: PLR0913 - all that a reviewer says with it
    *,
    draft: Draft,
    revision: Revision,
    by: User,
    publish_at: datetime | None = None,
    expires_at: datetime | None = None,
    verified_with: str = "",
    is_verified: bool = False,
    is_no_longer_stub: bool = False,
    now: datetime | None = None,
) -> Draft:
    """Publish at once, or at `publish_at`. `expires_at` None: it does not expire, whatever was set before.

    It is verified when the reviewer says so, or says with which software and version. A draft that makes an article
    of a stub needs their word that it is none any more; "verified" says that too. Raises OwnWork, Moved,
    NotInReview, Overtaken, and NotPublishable, also where it is only to be published later.
    """
    now = now or timezone.now()
    raise_edition()  # the catalogue first, as everybody who publishes: nobody waits in a circle
    row = held(draft, Act.APPROVE, by=by, revision=revision)
    _refuse_times(publish_at, expires_at, now)
    row.verified_with = line(verified_with, limits.VERIFIED_WITH, what="the software and version")
    row.is_verified = is_verified or bool(row.verified_with)
    _refuse_stub(row, revision, is_no_longer_stub=is_no_longer_stub, is_verified=row.is_verified)
    row.expires_at = expires_at
    row.save(update_fields=["verified_with", "is_verified", "expires_at"])
    review = note_review(row, revision, Review.Kind.APPROVED, by=by, now=now, verb="approved a draft")
    if publish_at is None or publish_at <= now:
        publish_approved(row, revision, by=by, now=now)
    else:
        publish_approved(row, revision, by=by, now=now, is_rehearsal=True)
        row.state, row.publish_at, row.changed_at = State.SCHEDULED, publish_at, now
        row.save(update_fields=["state", "publish_at", "changed_at"])
        tell_approved(draft=row, review=review, by=by, at=now)
    return row


@transaction.atomic
def correct(*, draft: Draft, revision: Revision, by: User, now: datetime | None = None) -> Draft:
    """A small correction needs one click of a reviewer, handed in or not; what was verified stays so.

    Raises NotPossible where it is no small one.
    """
    now = now or timezone.now()
    raise_edition()  # the catalogue first, as everybody who publishes: nobody waits in a circle
    row = held(
        draft, Act.CORRECT, by=by, revision=revision, is_small=lambda row: is_small_correction(row, revision, now)
    )
    published = Article.objects.get(drafts=row)
    note_review(row, revision, Review.Kind.CORRECTION, by=by, now=now, verb="made a small correction")
    publication = Publication(by=by, why=row.why or CORRECTED, at=now)
    publish(row, revision, publication, confidence=published.confidence, expires_at=published.expires_at)
    return row
