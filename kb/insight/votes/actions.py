"""Taking votes in. Nobody is asked who they are, so there is no `by=` and no audit entry; pages do not change, so the
Edition stays as it is."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction

from kb.accounts.throttle import allow
from kb.insight.models import Reason, Vote
from kb.insight.votes.rules import (
    AN_HOUR,
    COMMENT_KEPT,
    MOST_OF_A_NETWORK,
    MOST_OF_A_VISIT,
    VOTER_KNOWN,
    VotedPage,
    Voter,
)
from kb.lib.holders import some_of


def _digest(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()


def _are_too_many(voter: Voter, now: datetime) -> bool:
    """Each is counted up, whichever says no."""
    limits = [("votes of a visit", voter.visit, MOST_OF_A_VISIT)]
    limits += [("votes of a network", voter.network, MOST_OF_A_NETWORK)] if voter.network else []
    asked = [allow(action=action, key=key, limit=most, seconds=AN_HOUR, now=now) for action, key, most in limits]
    return any(not allowed.ok for allowed in asked)


def _changed(vote: Vote, *, fixed: bool) -> Vote:
    if vote.fixed != fixed:
        vote.fixed, vote.reason, vote.comment = fixed, "", ""
        vote.save(update_fields=["fixed", "reason", "comment"])
    return vote


@transaction.atomic
def cast_vote(*, page: VotedPage, fixed: bool, voter: Voter, now: datetime) -> Vote:
    """The one vote of this visitor on this version; whoever votes again changes it.

    A browser that sent no cookie is known by its visit: a second vote of that may be somebody else's, or the same
    person's, so it is kept and not counted. And so are too many.
    """
    visitor = _digest(voter.cookie)
    known = None if voter.is_new else Vote.objects.counted().filter(page=page.name, visitor=visitor).first()
    if known:
        return _changed(known, fixed=fixed)
    row = Vote(
        page=page.name,
        article=page.article,
        version=page.version,
        code=page.code.normal if page.code else "",
        audience=page.audience,
        fixed=fixed,
        visitor=visitor,
        visit=voter.visit if voter.is_new else "",
        is_counted=not _are_too_many(voter, now),
        at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        row.pk, row.is_counted = None, False
        row.save(force_insert=True)
    return row


@transaction.atomic
def say_why(*, vote: Vote, reason: Reason, comment: str) -> None:
    """Why it did not fix it; the vote stands without that too. Said again, it replaces what was said."""
    Vote.objects.filter(pk=vote.pk, fixed=False).update(reason=reason, comment=comment)


@transaction.atomic
def forget_voters(now: datetime) -> None:
    """Who voted is forgotten after a day, what they wrote later; the votes stay, to be counted."""
    some_of(Vote.objects.voters_before(now - VOTER_KNOWN)).update(visitor="", visit="")
    some_of(Vote.objects.with_comment().filter(at__lte=now - COMMENT_KEPT)).update(comment="")
