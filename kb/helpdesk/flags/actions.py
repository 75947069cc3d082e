"""Telling whoever looks after an article that a step of it is wrong. The words are in the mail, and nowhere else."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.accounts.roles import ABILITIES, May
from kb.catalogue.models import Article
from kb.editing.mails import can_be_told
from kb.editing.ownership.rules import ownership_of, reviews_now
from kb.helpdesk.flags.mails import flag_mail
from kb.outbox.actions import post

ROOM = "helpdesk"
FLAG = "a step is wrong"


class NobodyToTell(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Nobody who could mend it has an address."""


def told(article: Article, today: date) -> list[User]:
    """Whoever looks after it today; where nobody does who can be reached, all who may review."""
    ownership = ownership_of(article)
    owner = reviews_now(ownership, today, can_be_told) if ownership else None
    if owner:
        return [owner]
    roles = [role for role, abilities in ABILITIES.items() if May.REVIEW_ARTICLES in abilities]
    return [person for person in User.objects.filter(role__in=roles).in_order() if can_be_told(person)]


@transaction.atomic
def flag_step(*, article: Article, step: str, words: str, by: User) -> list[User]:
    """Who is told. `step` is the title of the step, or nothing. Raises NobodyToTell."""
    people = told(article, timezone.localdate())
    if not people:
        raise NobodyToTell
    for address in dict.fromkeys(person.email for person in people):
        post(mail=flag_mail(article, step, words, by=by, to=address), room=ROOM, key=article.label, purpose=FLAG)
    audit.record(by=by, verb="said that a step is wrong", subject=article.label, detail={"step": step} if step else {})
    return people
