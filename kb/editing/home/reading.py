"""What needs somebody's attention, in a number of queries that does not grow with the knowledge base."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.catalogue.models import Article, StoppedStep
from kb.catalogue.models.article import ArticleQuerySet
from kb.editing.models import Draft, News, Ownership, Review, Revision, UnsavedText
from kb.insight.stories.reading import stories_waiting
from kb.lib.dates import in_london
from kb.reports.models import Report, ReportQuerySet

MOST = 20
MOST_NEWS = 5


@dataclass(frozen=True)
class Listed:
    """The first rows of a list, and how many it has."""

    rows: Sequence[Any]
    number: int


@dataclass(frozen=True)
class Attention:
    unsaved_texts: Listed
    stopped: Listed
    urgent: Listed
    to_review: Listed
    sent_back: Listed
    mine: Listed
    wanted: Listed
    scheduled: Listed
    due: Listed
    without_owner: int
    stories: int
    news: Listed


def _listed(found: QuerySet[Any], most: int = MOST) -> Listed:
    return Listed(list(found[:most]), found.count())


def _theirs(person: User) -> Q:
    """Drafts that they began, handed in, or wrote in."""
    wrote = Revision.objects.filter(draft=OuterRef("pk"), by=person, number__gt=1)
    return Q(begun_by=person) | Q(submitted_by=person) | Q(Exists(wrote))


def _reviews(person: User, article: str, now: datetime) -> Exists:
    ownerships = Ownership.objects.filter(article=OuterRef(article))
    return Exists(ownerships.reviewed_by(person, in_london(now).date()))


def _looks_after(person: User, article: str) -> Exists:
    return Exists(Ownership.objects.of(person).filter(article=OuterRef(article)))


def _mine_first(person: User, article: str, now: datetime) -> Case:
    """What is theirs to review today, then what they only look after beside somebody else."""
    return Case(
        When(_reviews(person, article, now), then=Value(0)),
        When(_looks_after(person, article), then=Value(1)),
        default=Value(2),
    )


def due_articles(now: datetime) -> ArticleQuerySet:
    return Article.objects.live(now).filter(review_due_on__lte=in_london(now).date())


def articles_without_owner(now: datetime) -> ArticleQuerySet:
    return Article.objects.live(now).filter(ownership__isnull=True)


def wanted_reports() -> ReportQuerySet:
    """The desk asks for an article on them, and nobody has begun one."""
    begun = Draft.objects.exclude(state=Draft.State.DISCARDED).from_report(OuterRef("reference"))
    return Report.objects.asking_for_article().exclude(Exists(begun)).select_related("code", "service")


def waiting_for(person: User) -> int:
    """What is theirs to do, in one query: sent back to them, to be reviewed, in no draft yet."""
    waiting = Q(state=Draft.State.SENT_BACK) & _theirs(person)
    rows: list[QuerySet[Any]] = [UnsavedText.objects.waiting().filter(by=person)]
    if may(person, May.REVIEW_ARTICLES):
        waiting |= Q(state=Draft.State.IN_REVIEW) & ~_theirs(person)
        rows.append(Review.objects.unsettled())
    lists = [one.order_by().values_list("pk") for one in rows]
    return Draft.objects.filter(waiting).order_by().values_list("pk").union(*lists, all=True).count()


def attention(person: User, now: datetime) -> Attention:
    drafts = Draft.objects.select_related("article", "begun_by", "submitted_by")
    theirs = drafts.filter(_theirs(person))
    waiting = drafts.awaiting_review().exclude(_theirs(person))
    due = due_articles(now).select_related("ownership__owner", "ownership__deputy")
    return Attention(
        unsaved_texts=_listed(UnsavedText.objects.waiting().filter(by=person).select_related("draft")),
        stopped=_listed(StoppedStep.objects.waiting(now)),
        urgent=_listed(Review.objects.unsettled().select_related("draft__article", "by")),
        to_review=_listed(
            waiting.order_by(_mine_first(person, "article", now), "submitted_at", "pk")
            if may(person, May.REVIEW_ARTICLES)
            else waiting.none()
        ),
        sent_back=_listed(theirs.filter(state=Draft.State.SENT_BACK).order_by("-changed_at", "-pk")),
        mine=_listed(
            theirs.filter(state__in=[Draft.State.DRAFT, Draft.State.IN_REVIEW])
            .exclude(pk__in=Draft.objects.untouched().values("pk"))
            .order_by("-changed_at", "-pk")
        ),
        wanted=_listed(wanted_reports()),
        scheduled=_listed(drafts.filter(state=Draft.State.SCHEDULED).order_by("publish_at", "pk")),
        due=_listed(
            due.annotate(is_theirs=_reviews(person, "pk", now)).order_by(
                _mine_first(person, "pk", now), "review_due_on", "number"
            )
        ),
        without_owner=articles_without_owner(now).count(),
        stories=stories_waiting(),
        news=_listed(News.objects.unread(person).select_related("draft__article", "by", "review"), MOST_NEWS),
    )
