"""Stopping a step, and telling those who can put it right."""

from django.db import transaction

from kb.accounts.models import User
from kb.accounts.roles import ABILITIES, May
from kb.catalogue.actions import stop_step
from kb.catalogue.models import Article, Step
from kb.editing.mails import can_be_told
from kb.editing.ownership.rules import ownership_of
from kb.helpdesk.stops.mails import stop_mail
from kb.outbox.actions import post

ROOM = "helpdesk"
STOP = "a step is stopped"


def told(article: Article, by: User) -> list[User]:
    """Owner, deputy and all who may review, away or not: it is off the page now. Never who did it."""
    ownership = ownership_of(article)
    roles = [role for role, abilities in ABILITIES.items() if May.REVIEW_ARTICLES in abilities]
    people = [ownership.owner, ownership.deputy] if ownership else []
    people += User.objects.filter(role__in=roles).in_order()
    return list(dict.fromkeys(person for person in people if person and person != by and can_be_told(person)))


@transaction.atomic
def stop_and_tell(*, article: Article, step: str, text: str, by: User) -> list[User]:
    """Who is told; a step is stopped also where nobody can be. Raises what `stop_step` raises."""
    stopped = stop_step(article=article, step=step, reason=text, by=by)
    row = Step.objects.select_related("snippet").get(article=article, name=step)
    people = told(article, by)
    own = by.email.casefold()
    for address in dict.fromkeys(person.email for person in people if person.email.casefold() != own):
        mail = stop_mail(article, row, stopped, by=by, to=address)
        post(mail=mail, room=ROOM, key=article.label, purpose=STOP)
    return people
