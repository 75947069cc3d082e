"""Keeping what is published true: taken down, restored, renamed, merged, looked after, found still right."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from kb.accounts.models import User
from kb.catalogue import actions as catalogue
from kb.catalogue import limits
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, Version
from kb.catalogue.reading import document_of as published_document
from kb.editing.drafts.actions import begin
from kb.editing.drafts.authors import article_case
from kb.editing.drafts.decisions import block, line
from kb.editing.models import Draft
from kb.editing.ownership.actions import set_owner
from kb.editing.ownership.rules import care_of, ownership_of
from kb.editing.refusals import NotPossible
from kb.editing.rights import ArticleAct, insist_on_article
from kb.lib.dates import in_london
from kb.reports.triage.merging import move_reports


def _locked(article: Article) -> Article:
    catalogue.raise_edition()
    # Whoever begins a draft locks the article too: of a draft and a change from here, one sees the other.
    Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    return Article.objects.with_parts().get(pk=article.pk)


@transaction.atomic
def take_down(*, article: Article, by: User, why: str, replacement: Article | None = None) -> Article:
    """Its address answers that it is gone, and what led to it leads to the replacement. A draft of it that was approved
    before is not published any more."""
    insist_on_article(ArticleAct.TAKE_DOWN, article_case(by, article))
    why = line(block(why, what="why the article is taken down"), limits.WHY, what="the reason")
    if replacement is None:
        return catalogue.withdraw(article=article, by=by, why=why)
    return catalogue.replace_article(article=article, by=by, why=why, replacement=replacement)


@transaction.atomic
def restore(*, article: Article, version: int, by: User) -> Draft:
    """A new draft with the words of an old version, at today's address. It is reviewed as any other."""
    article = _locked(article)
    insist_on_article(ArticleAct.RESTORE, article_case(by, article))
    old = Version.objects.filter(article=article, number=version).first()
    if old is None:
        raise NotPossible(f"{article.label} has no version {version}.")
    document = replace(
        ArticleDocument.from_dict(old.document),
        slug=article.slug,
        reference=article.reference or "",
        # The words are restored, and not the day on which somebody was to look at them.
        review_due=article.review_due_on,
    )
    return begin(by=by, article=article, document=document, origin=f"version {version} of {article.label}")


@transaction.atomic
def rename(*, article: Article, slug: str, by: User) -> Article:
    """Another address; the old one leads there for ever."""
    article = _locked(article)
    insist_on_article(ArticleAct.RENAME, article_case(by, article))
    if article.slug == slug:
        raise NotPossible("Enter another address: it has this one already.")
    document = replace(published_document(article), slug=slug)
    publication = catalogue.Publication(by=by, article=article, why=f"Renamed from {article.slug}")
    return catalogue.put_live(document, publication)


@transaction.atomic
def merge(*, article: Article, into: Article, by: User) -> Article:
    """Codes, addresses, reports and common problems move in one step. Votes will too, once there are any."""
    for one in sorted((article, into), key=lambda either: either.pk):
        act = ArticleAct.MERGE if one == article else ArticleAct.MERGE_INTO
        insist_on_article(act, article_case(by, _locked(one)))
    kept = catalogue.merge_articles(article=article, into=into, by=by)
    move_reports(of=article, to=kept, by=by)
    return kept


@transaction.atomic
def set_expiry(*, article: Article, at: datetime | None, by: User, now: datetime | None = None) -> Article:
    insist_on_article(ArticleAct.SET_EXPIRY, article_case(by, article))
    if at and at <= (now or timezone.now()):
        raise NotPossible("Choose a time that is still to come, or take the article down.")
    return catalogue.set_expiry(article=article, at=at, by=by)


@transaction.atomic
def still_right(*, article: Article, by: User, until: date, now: datetime | None = None) -> Article:
    """Moves the review date and nothing else. The owner, the deputy or any reviewer."""
    now = now or timezone.now()
    insist_on_article(ArticleAct.STILL_RIGHT, article_case(by, Article.objects.get(pk=article.pk), now))
    if until <= in_london(now).date():
        raise NotPossible("Choose a day that is still to come.")
    return catalogue.move_review_date(article=article, until=until, by=by)


@transaction.atomic
def look_after(
    *,
    articles: Sequence[Article],
    by: User,
    owner: User | None = None,
    team: str = "",
    deputy: User | None = None,
    until: date | None = None,
    now: datetime | None = None,
) -> int:
    """All of them or none. What is not given stays as it is in each; answers how many it changed."""
    now = now or timezone.now()
    if until and until <= in_london(now).date():
        raise NotPossible("Choose a day that is still to come.")
    changed = 0
    for article in sorted(articles, key=lambda one: one.pk):
        before = care_of(ownership_of(article))
        care = before.but(owner=owner, team=team, deputy=deputy)
        is_moved = until is not None and article.review_due_on != until
        if deputy and not (care.owner or care.team):
            raise NotPossible(f"Nobody looks after {article.label}: choose an owner too, then a deputy.")
        if care != before:
            set_owner(article=article, by=by, owner=care.owner, team=care.team, deputy=care.deputy)
        if until and is_moved:
            insist_on_article(ArticleAct.STILL_RIGHT, article_case(by, article, now))
            catalogue.plan_review(article=article, until=until, by=by)
        changed += care != before or is_moved
    return changed
