"""An urgent fix: published at once, said to be unverified, and reviewed afterwards."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue import limits
from kb.catalogue.actions import Publication, Verification, put_live, raise_edition
from kb.catalogue.actions import note_review as note_finding
from kb.catalogue.choices import Confidence
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of as published_document
from kb.editing import mails
from kb.editing.drafts.actions import detail_of, subject
from kb.editing.drafts.authors import case_of
from kb.editing.drafts.decisions import block, held, line, note_review
from kb.editing.models import Draft, Review, Revision
from kb.editing.refusals import NotPossible, Overtaken
from kb.editing.review.confidence import NOTHING_TO_VERIFY, confidence_of
from kb.editing.review.publishing import base_of, publish
from kb.editing.rights import Act, insist
from kb.lib.dates import in_london
from kb.outbox import actions as outbox

REASON = 250  # beside it stands what kind of change it was


@transaction.atomic
def publish_urgently(*, draft: Draft, revision: Revision, by: User, reason: str, now: datetime | None = None) -> Review:
    """Answers the review that now waits to be settled. Every reviewer with an email address is told."""
    now = now or timezone.now()
    raise_edition()
    row = held(draft, Act.PUBLISH_URGENTLY, by=by, revision=revision)
    reason = line(block(reason, what="why this cannot wait for a review"), REASON, what="the reason")
    article = row.article
    publication = Publication(by=by, why=f"Urgent: {reason}", is_unreviewed=True, at=now)
    confidence = confidence_of(base_of(row), revision.document)
    expires_at = article.expires_at if article and article.is_live(now) else None
    kind = Review.Kind.URGENT
    review = note_review(row, revision, kind, by=by, now=now, verb="published an urgent fix", reason=reason)
    live = publish(row, revision, publication, confidence=confidence, expires_at=expires_at)
    for mail in mails.urgent(row, live, reason=reason, by=by):
        outbox.post(mail=mail, room=mails.ROOM, key=str(row.pk), purpose=mails.URGENT)
    return review


@transaction.atomic
def settle_urgent(
    *, review: Review, by: User, verified_with: str = "", is_verified: bool = False, now: datetime | None = None
) -> Review:
    """A reviewer looked at the urgent fix and it may stay. Verified only where they say so: that is a new version.

    Raises OwnWork, and Overtaken where it is to be verified and the article says something else by now.
    """
    now = now or timezone.now()
    # The catalogue first, as everybody who publishes.
    raise_edition()
    row = Review.objects.select_for_update(of=("self",)).select_related("draft__article").get(pk=review.pk)
    awaits_settling = row.kind == Review.Kind.URGENT and row.settled_at is None
    case = replace(case_of(by, row.draft), awaits_settling=awaits_settling)
    insist(Act.SETTLE_URGENT, case)
    verified_with = line(verified_with, limits.VERIFIED_WITH, what="the software and version")
    _say_reviewed(row.draft, Verification(by, in_london(now).date(), verified_with), is_verified or bool(verified_with))
    row.settled_by, row.settled_at, row.is_own_work = by, now, case.is_author
    row.save(update_fields=["settled_by", "settled_at", "is_own_work"])
    detail = detail_of(row.draft) | ({"own work": True} if case.is_author else {})
    audit.record(by=by, verb="reviewed an urgent fix", subject=subject(row.draft), detail=detail)
    return row


def _say_reviewed(draft: Draft, finding: Verification, is_verified: bool) -> None:
    """On the article, if it still says what the urgent fix made it say."""
    article = Article.objects.with_parts().get(drafts=draft)
    is_the_same = article.version == draft.became and article.withdrawn_at is None
    if is_verified and not is_the_same:
        raise Overtaken(article.version)
    if is_verified and article.confidence == Confidence.STUB:
        raise NotPossible(NOTHING_TO_VERIFY)
    if is_verified:
        document = replace(published_document(article), confidence=Confidence.VERIFIED)
        put_live(document, Publication(by=finding.by, article=article, why="Urgent fix verified", review=finding))
    elif is_the_same:
        note_finding(article=article, review=finding)
