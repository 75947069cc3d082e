"""What is said beside an article's text: until when it is read, when it is looked at again, who found it true.

None of these is a version: the words that the public reads stay as they are.
"""

from datetime import date, datetime

from django.db import transaction

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue import signals
from kb.catalogue.actions.publishing import Verification, raise_edition, set_review
from kb.catalogue.models import Article


def _locked(article: Article) -> Article:
    raise_edition()
    return Article.objects.select_for_update(of=("self",)).get(pk=article.pk)


@transaction.atomic
def set_expiry(*, article: Article, at: datetime | None, by: User | None) -> Article:
    """From that moment nobody outside reads it; None is never. Reading obeys the column: no worker is needed."""
    article = _locked(article)
    if article.expires_at != at:
        detail = {"article": article.label, "from": article.expires_at, "until": at}
        article.expires_at = at
        article.save(update_fields=["expires_at"])
        audit.record(by=by, verb="set the expiry of an article", subject=str(article), detail=detail)
        signals.article_changed.send(sender=Article, article=article)
    return article


@transaction.atomic
def move_review_date(*, article: Article, until: date, by: User | None) -> Article:
    """Somebody looked and found it still right. Who reviewed and verified it, and its words, stay as they were."""
    article = _locked(article)
    detail = {"article": article.label, "version": article.version, "from": article.review_due_on, "until": until}
    article.review_due_on = until
    article.save(update_fields=["review_due_on"])
    audit.record(by=by, verb="found an article still right", subject=str(article), detail=detail)
    return article


@transaction.atomic
def plan_review(*, article: Article, until: date, by: User | None) -> Article:
    """When it is looked at again. That says nothing of whether it is right."""
    article = _locked(article)
    detail = {"article": article.label, "from": article.review_due_on, "until": until}
    article.review_due_on = until
    article.save(update_fields=["review_due_on"])
    audit.record(by=by, verb="set the next review of an article", subject=str(article), detail=detail)
    return article


@transaction.atomic
def note_review(*, article: Article, review: Verification) -> Article:
    """What is published was reviewed after it was published. Its confidence is a word of the document: see put_live."""
    article = _locked(article)
    set_review(article, review)
    article.save(update_fields=["reviewed_by", "reviewed_on", "verified_with"])
    detail = {"article": article.label, "version": article.version}
    audit.record(by=review.by, verb="reviewed an article", subject=str(article), detail=detail)
    return article
