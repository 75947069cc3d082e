"""Who is told what: whoever may review it, its authors, and who looks after the article. Never who did it."""

from collections.abc import Iterable
from datetime import date

from kb.accounts.models import User
from kb.accounts.roles import ABILITIES, May, may
from kb.editing.models import Draft, Ownership
from kb.editing.ownership.rules import reviews_now


def _may(person: User) -> bool:
    return person.is_active and may(person, May.WRITE_ARTICLES)


def _present(people: Iterable[User], today: date) -> list[User]:
    """Where all are away, it stays with all of them: as with the review of an article."""
    able = [person for person in dict.fromkeys(people) if _may(person)]
    return [person for person in able if not person.is_away(today)] or able


def _wrote(draft: Draft) -> set[int | None]:
    revisions = draft.revisions.filter(number__gt=1).order_by().values_list("by", flat=True).distinct()
    return {draft.begun_by_id, draft.submitted_by_id, *revisions}


def reviewers(draft: Draft, today: date) -> list[User]:
    """Whoever may review it, but not those who have a part in it: it does not wait for them."""
    roles = [role for role, abilities in ABILITIES.items() if May.REVIEW_ARTICLES in abilities]
    others = User.objects.filter(role__in=roles, is_active=True).exclude(pk__in=_wrote(draft) - {None})
    return _present(others.order_by("pk"), today)


def owner(draft: Draft, today: date) -> list[User]:
    """Who looks after its article today: the deputy while the owner is away or gone."""
    ownership = Ownership.objects.select_related("owner", "deputy").filter(article=draft.article_id).first()
    person = reviews_now(ownership, today, _may) if ownership and draft.article_id else None
    return [person] if person else []


def authors(draft: Draft, today: date) -> list[User]:
    """All who wrote in it. Where none of them is here today, who looks after its article is told too."""
    able = [person for person in User.objects.filter(pk__in=_wrote(draft) - {None}).order_by("pk") if _may(person)]
    if any(not person.is_away(today) for person in able):
        return able
    return list(dict.fromkeys([*able, *owner(draft, today)]))


def concerned(draft: Draft, today: date) -> list[User]:
    return list(dict.fromkeys([*authors(draft, today), *owner(draft, today)]))
