"""What the rules of `rights` want to know of a person: who wrote a draft, and who looks after an article."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from kb.accounts.models import User
from kb.accounts.roles import abilities_of
from kb.catalogue.models import Article, Version
from kb.editing.models import Draft, Ownership, Revision
from kb.editing.rights import ArticleCase, DraftCase


def is_author(person: User, draft: Draft) -> bool:
    """Whoever saved any of its revisions, by hand or by autosave, wrote part of what is published.

    The first revision of a draft that began as the published text is nobody's work.
    """
    own = Revision.objects.filter(draft=draft, by=person)
    if own.filter(number__gt=1).exists():
        return True
    first = own.filter(number=1).first()
    return first is not None and not _is_the_published_text(first, draft)


def _is_the_published_text(first: Revision, draft: Draft) -> bool:
    base = Version.objects.filter(article=draft.article_id, number=draft.based_on).first()
    return base is not None and _words(base.document) == _words(first.content)


def _words(content: dict[str, object]) -> dict[str, object]:
    """The review date moves without a version."""
    return content | {"review_due": None}


def _has_part(person: User, draft: Draft) -> bool:
    """Whose draft it is, so to speak."""
    is_theirs = person.pk in {draft.begun_by_id, draft.submitted_by_id}
    return is_theirs or Revision.objects.filter(draft=draft, by=person).exists()


def newer_version(draft: Draft) -> int:
    """Of the article, if it is not the one that the draft began from; 0 where it is, or where there is none yet."""
    article = draft.article
    return article.version if article and draft.is_open and article.version != draft.based_on else 0


def case_of(person: User, draft: Draft) -> DraftCase:
    """But for what only some decisions look at: whether the change is small, and whether an urgent fix waits."""
    return DraftCase(
        abilities=abilities_of(person),
        state=draft.state,
        is_author=is_author(person, draft),
        has_part=_has_part(person, draft),
        newer_version=newer_version(draft),
        own_approval=settings.EDITING_OWN_APPROVAL,
        urgent_fixes=settings.EDITING_URGENT,
    )


def article_case(person: User, article: Article, now: datetime | None = None) -> ArticleCase:
    return ArticleCase(
        abilities=abilities_of(person),
        label=article.label,
        looks_after=Ownership.objects.of(person).filter(article=article).exists(),
        is_live=article.is_live(now or timezone.now()),
        is_withdrawn=article.withdrawn_at is not None,
        has_draft=article.drafts.open().exists(),
    )
