"""Who wrote a draft, and who looks after an article."""

from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.catalogue.models import Article, Version
from kb.editing.models import Draft, Revision, Stewardship


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


def has_written_in(person: User, draft: Draft) -> bool:
    """Whose draft it is, so to speak: they may take it back or discard it."""
    return draft.begun_by_id == person.pk or Revision.objects.filter(draft=draft, by=person).exists()


def may_settle(person: User, article: Article) -> bool:
    """Who may say that an article is still right: its owner, the named deputy, and any reviewer."""
    if may(person, May.REVIEW_ARTICLES):
        return True
    steward = Stewardship.objects.filter(article=article).first()
    looks_after = steward is not None and person.pk in {steward.owner_id, steward.deputy_id}
    return looks_after and may(person, May.WRITE_ARTICLES)
