"""The mails of editing: to named colleagues, each about something that waits for that person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from kb.accounts.models import User
from kb.accounts.roles import ABILITIES, May
from kb.catalogue.models import Article
from kb.editing.models import Draft, Ownership
from kb.lib.dates import day
from kb.outbox.message import Mail, is_address, one_line, plain_text

ROOM = "editing"
URGENT = "urgent fix"
NOT_PUBLISHED = "not published"
WEEKLY = "weekly"


def _at(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _mail(kind: str, to: str, values: dict[str, Any]) -> Mail:
    values |= {"site": settings.SITE_NAME}
    return Mail(
        to=to,
        subject=one_line(f"editing/mail/{kind}.subject.txt", values),
        text=plain_text(f"editing/mail/{kind}.txt", values),
    )


def can_be_told(person: User | None) -> bool:
    return person is not None and person.is_active and is_address(person.email)


def _addresses(people: Iterable[User]) -> list[str]:
    """Each once, though two people share one."""
    return list(dict.fromkeys(person.email for person in people if can_be_told(person)))


def urgent(draft: Draft, article: Article, *, reason: str, by: User) -> list[Mail]:
    """To everybody who may review, but not to the one who published it."""
    roles = [role for role, abilities in ABILITIES.items() if May.REVIEW_ARTICLES in abilities]
    reviewers = User.objects.filter(role__in=roles, is_active=True).exclude(pk=by.pk).order_by("pk")
    values = {
        "article": article,
        "reason": reason,
        "by": by,
        "address": _at(article.get_absolute_url()),
        "review": _at(reverse("editing:review", args=[draft.pk])),
    }
    return [_mail("urgent", to, dict(values)) for to in _addresses(reviewers)]


def not_published(draft: Draft, problems: Sequence[str]) -> list[Mail]:
    """To who handed it in, or began it."""
    people = [person for person in (draft.submitted_by, draft.begun_by) if person is not None]
    values = {"draft": draft, "problems": problems, "address": _at(reverse("editing:edit", args=[draft.pk]))}
    return [_mail("not_published", to, dict(values)) for to in _addresses(people)[:1]]


@dataclass(frozen=True)
class ToReview:
    article: Article
    when: str
    address: str
    owner: str  # for whom the person stands in; empty where it is their own


def _to_review(person: User, ownership: Ownership) -> ToReview:
    article, owner = ownership.article, ownership.owner
    when = day(article.review_due_on) if article.review_due_on else ""
    address = _at(reverse("editing:article", args=[article.label]))
    return ToReview(article, when, address, owner.name if owner and owner != person else "")


def weekly(person: User, due: Sequence[Ownership]) -> Mail:
    """`due` are articles that are to be looked at again, in order."""
    articles = [_to_review(person, ownership) for ownership in due]
    return _mail("weekly", person.email, {"person": person, "articles": articles, "number": len(articles)})
