"""Taking in what is told of a code, and what editors make of it. Whoever tells is asked for no name, so there is no
`by=` and no audit entry then. No Edition: no public page shows it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from kb.accounts import audit
from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.accounts.throttle import allow
from kb.catalogue import codes, limits
from kb.insight.models import CodeStory
from kb.insight.stories.rules import (
    AN_HOUR,
    KEPT_FOR,
    MOST_OF_A_CODE,
    MOST_OF_A_NETWORK,
    MOST_OF_A_VISIT,
    MOST_WAITING,
    CodeAnswers,
    Teller,
)
from kb.lib.holders import some_of


class StoryRefused(ValueError):  # noqa: N818 - named for what went wrong, like every exception of the house
    """With words that the page can show. Nothing was stored."""


TOO_MANY = "Many people told us something just now. What you typed is still here: try again in an hour."
ENOUGH = "Enough people have told us about this code: it waits for those who write. Nothing more is needed."


def _refuse_too_many(teller: Teller, now: datetime) -> None:
    """Each is counted up, whichever says no."""
    limited = [("told of codes, a visit", teller.visit, MOST_OF_A_VISIT)]
    limited += [("told of codes, a network", teller.network, MOST_OF_A_NETWORK)] if teller.network else []
    asked = [allow(action=action, key=key, limit=most, seconds=AN_HOUR, now=now) for action, key, most in limited]
    if not all(allowed.ok for allowed in asked) or CodeStory.objects.count() >= MOST_WAITING:
        raise StoryRefused(TOO_MANY)


def tell(*, typed: str, answers: CodeAnswers, teller: Teller, now: datetime) -> CodeStory:
    """Raises StoryRefused. What it says was looked through for personal details before."""
    # Not in one transaction: who is refused is counted all the same.
    _refuse_too_many(teller, now)
    return _stored(typed, answers, now)


@transaction.atomic
def _stored(typed: str, answers: CodeAnswers, now: datetime) -> CodeStory:
    key = codes.normal(typed)[: limits.CODE["code"]]
    if CodeStory.objects.about(key).count() >= MOST_OF_A_CODE:
        raise StoryRefused(ENOUGH)
    return CodeStory.objects.create(code=key, typed=typed[: limits.CODE["code"]], at=now, **asdict(answers))


@transaction.atomic
def discard(*, story: CodeStory, by: User) -> None:
    """It is gone for good. Discarding what is gone changes nothing."""
    if not may(by, May.WRITE_ARTICLES):
        raise StoryRefused("Your role does not write articles.")
    number_deleted, _ = CodeStory.objects.filter(pk=story.pk).delete()
    if number_deleted:
        audit.record(by=by, verb="discarded what a reader told of a code", subject=story.code)


@transaction.atomic
def take_all(*, code: str, by: User) -> list[CodeStory]:
    """For a draft that begins with them: from then on they stand there, and of two editors one gets them."""
    if not may(by, May.WRITE_ARTICLES):
        raise StoryRefused("Your role does not write articles.")
    stories = list(CodeStory.objects.about(code).oldest_first().select_for_update())
    CodeStory.objects.filter(pk__in=[story.pk for story in stories]).delete()
    return stories


@transaction.atomic
def forget_stories(now: datetime) -> None:
    some_of(CodeStory.objects.over(now - KEPT_FOR)).delete()


def blank(row: CodeStory, changes: Mapping[str, object]) -> None:
    """Where nothing is left to tell, it is gone."""
    left = {name: changes.get(name, getattr(row, name)) for name in ("where", "doing", "helped")}
    found = CodeStory.objects.filter(pk=row.pk)
    if any(left.values()) and "typed" not in changes:
        found.update(**left)
    else:
        found.delete()
