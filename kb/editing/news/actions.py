"""Telling people what became of a draft, in the transaction of the act, which has an audit entry of its own."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.catalogue.models import Version
from kb.editing.models import Draft, News, Review
from kb.editing.news import people
from kb.lib.dates import in_london
from kb.lib.holders import some_of

KEPT = timedelta(days=90)
Kind = News.Kind


def _tell(
    draft: Draft, kind: News.Kind, whom: Iterable[User], *, by: User | None, at: datetime, **facts: object
) -> None:
    told = [person for person in whom if by is None or person.pk != by.pk]
    News.objects.bulk_create(
        [News(person=person, draft=draft, kind=kind, by=by, at=at, **facts) for person in told], ignore_conflicts=True
    )


def tell_handed_in(*, draft: Draft, by: User, at: datetime) -> None:
    _tell(draft, Kind.HANDED_IN, people.reviewers(draft, in_london(at).date()), by=by, at=at)


def tell_sent_back(*, draft: Draft, review: Review, by: User, at: datetime) -> None:
    _tell(draft, Kind.SENT_BACK, people.authors(draft, in_london(at).date()), by=by, at=at, review=review)


def tell_could_not_be_published(*, draft: Draft, at: datetime) -> None:
    """On their home: one of them is mailed at once."""
    _tell(draft, Kind.SENT_BACK, people.authors(draft, in_london(at).date()), by=None, at=at, mailed_at=at)


def tell_approved(*, draft: Draft, review: Review, by: User, at: datetime) -> None:
    _tell(draft, Kind.APPROVED, people.concerned(draft, in_london(at).date()), by=by, at=at, review=review)


def tell_published(*, draft: Draft, by: User | None, at: datetime, is_urgent: bool = False) -> None:
    """Of an urgent fix reviewers are mailed at once, so they are told nothing twice."""
    concerned = people.concerned(draft, in_london(at).date())
    told = [person for person in concerned if not (is_urgent and may(person, May.REVIEW_ARTICLES))]
    _tell(draft, Kind.PUBLISHED, told, by=by, at=at, version=draft.became)


def tell_overtaken(now: datetime) -> int:
    """How many drafts are behind their article since the last look. Whatever changed it: a file, a merge, a new name.

    A chore of every minute. That two workers tell the same, the database refuses.
    """
    behind = Draft.objects.open().exclude(based_on=F("article__version")).select_related("article")
    told = set(News.objects.filter(kind=Kind.OVERTAKEN, draft__in=behind).values_list("draft_id", "version"))
    new = [draft for draft in behind if draft.article and (draft.pk, draft.article.version) not in told]
    for draft in new:
        _tell_overtaken(draft, now)
    return len(new)


@transaction.atomic
def _tell_overtaken(draft: Draft, now: datetime) -> None:
    version = Version.objects.filter(article=draft.article_id).select_related("by").order_by("-number").first()
    if version is None:
        return
    whom = people.concerned(draft, in_london(now).date())
    _tell(draft, Kind.OVERTAKEN, whom, by=version.by, at=now, version=version.number)


@transaction.atomic
def mark_read(*, by: User, rows: Collection[int], now: datetime) -> int:
    """What their page showed, and nothing that came meanwhile. No audit entry: whoever reads does nothing to others."""
    return News.objects.filter(person=by, pk__in=rows, read_at__isnull=True).update(read_at=now)


def forget_news(now: datetime) -> int:
    """Any number of workers may do it at once. Asked first: a removal takes SQLite's only write lock."""
    old = News.objects.filter(at__lte=now - KEPT)
    if not old.exists():
        return 0
    with transaction.atomic():
        return some_of(old).delete()[0]
