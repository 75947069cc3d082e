"""Changing chosen answers from a page. What is saved is live with the next search, so whoever may publish does it."""

from django.db import transaction
from django.utils import timezone

from kb.accounts.models import User
from kb.accounts.roles import May, abilities_of
from kb.catalogue.actions import raise_edition
from kb.editing.refusals import Refusal
from kb.editing.rights import need
from kb.search.answers import actions as answers
from kb.search.answers.document import AnswerEntry
from kb.search.answers.reading import entry_of, in_order


class AnswerChanged(Refusal):
    """Somebody saved, added or removed it since the page was opened."""


def seen(slug: str) -> str:
    """Of what is stored under this name; empty where nothing is."""
    row = in_order().filter(slug=slug).first()
    return entry_of(row, timezone.now()).fingerprint if row else ""


def _unchanged(slug: str, since: str) -> None:
    raise_edition()  # nobody else writes content until this is done
    if seen(slug) != since:
        raise AnswerChanged("Somebody changed this answer since you opened the page. Compare the two, then save again.")


@transaction.atomic
def save(*, entry: AnswerEntry, since: str, by: User) -> None:
    """Raises NotPublishable and AnswerChanged, having written nothing."""
    need(abilities_of(by), May.REVIEW_ARTICLES)
    _unchanged(entry.slug, since)
    answers.save_answer(entry=entry, by=by)


@transaction.atomic
def remove(*, slug: str, since: str, by: User) -> None:
    """Raises NotPublishable for a list that a phrase names, and AnswerChanged."""
    need(abilities_of(by), May.REVIEW_ARTICLES)
    _unchanged(slug, since)
    row = in_order().filter(slug=slug).first()
    if row:
        answers.remove_answer(answer=row, by=by)
