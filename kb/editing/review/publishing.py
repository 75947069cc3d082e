"""From a revision to the public page: the one place where a draft is put live. Used inside a transaction only."""

from copy import copy
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kb.accounts.models import User
from kb.catalogue import actions as catalogue
from kb.catalogue.actions import NotPublishable, Publication, set_expiry
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, Version
from kb.checks import check
from kb.checks.context import context_of
from kb.editing.drafts import new_codes
from kb.editing.drafts.decisions import State
from kb.editing.models import FROM_REPORT, Draft, Revision
from kb.editing.news.actions import tell_published
from kb.editing.ownership.actions import hand_over
from kb.editing.refusals import Moved, Overtaken
from kb.lib.portable import Problem
from kb.reports.history import AlreadyEmptied, latest_event
from kb.reports.models import Report
from kb.reports.triage.actions import link_article


def base_of(draft: Draft) -> ArticleDocument | None:
    """The published text that the draft began from, with the review date of that day: it moves without a version."""
    version = Version.objects.filter(article=draft.article_id, number=draft.based_on).first()
    if version is None:
        return None
    first = Revision.objects.filter(draft=draft, number=1).first()
    document = ArticleDocument.from_dict(version.document)
    return replace(document, review_due=ArticleDocument.from_dict(first.content).review_due) if first else document


def _current_article(draft: Draft) -> Article | None:
    """Raises Overtaken."""
    if draft.article_id is None:
        return None
    article = Article.objects.get(pk=draft.article_id)
    if article.version != draft.based_on:
        raise Overtaken(article.version)
    return article


def _as_dated_today(document: ArticleDocument, article: Article | None, draft: Draft) -> ArticleDocument:
    """The review date may be moved while a draft is open: a draft that did not change it itself keeps the new one."""
    base = base_of(draft) if article else None
    if article and base and document.review_due == base.review_due:
        return replace(document, review_due=article.review_due_on)
    return document


def publish(
    row: Draft, revision: Revision, publication: Publication, *, confidence: str, expires_at: datetime | None
) -> Article:
    """The draft says which article. Raises NotPublishable, Overtaken or Moved. Of two who publish the same draft, the
    second finds it published.

    Who calls it has locked the catalogue (`raise_edition`) before the draft, as everybody does.
    """
    article, by, now = _current_article(row), publication.by, publication.at or timezone.now()
    own = Draft.objects.filter(pk=row.pk, state=row.state, number=revision.number)
    if own.update(state=State.PUBLISHED, changed_at=now, publish_at=None) != 1:
        raise Moved
    document = _as_dated_today(revision.document, article, row)
    new_codes.make(draft=row, document=document, by=by)
    live = put_live(replace(document, confidence=confidence), replace(publication, article=article, at=now))
    live = set_expiry(article=live, at=expires_at, by=by)
    row.state, row.article, row.became, row.changed_at, row.publish_at = State.PUBLISHED, live, live.version, now, None
    row.save(update_fields=["article", "became"])
    hand_over(draft=row, article=live, by=by)
    tell_published(draft=row, by=by, at=now, is_urgent=publication.is_unreviewed)
    _link_report(row, live, by=by)
    return live


def rehearse(
    row: Draft, revision: Revision, publication: Publication, *, confidence: str, expires_at: datetime | None
) -> None:
    """Publish and take it all back: what would be refused later is said now. Raises what `publish` raises."""
    with transaction.atomic():
        publish(copy(row), revision, publication, confidence=confidence, expires_at=expires_at)
        transaction.set_rollback(True)


def _link_report(row: Draft, live: Article, *, by: User | None) -> None:
    """The report that the draft began with shows the article that answers it."""
    if not row.origin.startswith(FROM_REPORT):
        return
    reference = row.origin.removeprefix(FROM_REPORT)
    report = Report.objects.select_for_update().filter(reference=reference).first()
    event = latest_event(report) if report else None
    if report and event:
        try:
            link_article(report=report, article=live, seen=event.pk, by=by)
        except AlreadyEmptied:
            # Its time was over while the article was written: nobody is left to be told.
            return


def put_live(document: ArticleDocument, publication: Publication) -> Article:
    """Raises NotPublishable, with the field as the checks name it."""
    findings = check(document, context_of(document, article=publication.article, is_advised=False))
    errors = [Problem(finding.field, finding.message) for finding in findings if finding.is_error]
    if errors:
        raise NotPublishable(errors)
    return catalogue.put_live(document, publication)
