"""Who looks after an article: set beside its text, or chosen with a draft and true once that is published."""

from django.db import transaction

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.models import Article
from kb.editing.drafts.actions import detail_of, subject
from kb.editing.drafts.authors import article_case
from kb.editing.drafts.decisions import held, line
from kb.editing.models import LONGEST_TEAM, Draft, NextOwner, Ownership
from kb.editing.ownership.rules import owner_by_default
from kb.editing.refusals import NotPossible
from kb.editing.rights import Act, ArticleAct, insist_on_article


def _team(text: str) -> str:
    return line(text, LONGEST_TEAM, what="the name of the team")


def _write(
    article: Article, *, by: User | None, owner: User | None, team: str, deputy: User | None = None
) -> Ownership | None:
    detail = {
        "article": article.label,
        "owner": owner.username if owner else None,
        "team": team,
        "deputy": deputy.username if deputy else None,
    }
    audit.record(by=by, verb="set who looks after an article", subject=str(article), detail=detail)
    if not owner and not team:
        Ownership.objects.filter(article=article).delete()
        return None
    values = {"owner": owner, "team": team, "deputy": deputy}
    return Ownership.objects.update_or_create(article=article, defaults=values)[0]


@transaction.atomic
def set_owner(
    *, article: Article, by: User, owner: User | None = None, team: str = "", deputy: User | None = None
) -> Ownership | None:
    """Who looks after it, and who stands in. Neither owner nor team: nobody does."""
    insist_on_article(ArticleAct.SET_OWNER, article_case(by, article))
    team = _team(team)
    if deputy and owner and deputy.pk == owner.pk:
        raise NotPossible("Choose a deputy who is somebody else than the owner.")
    return _write(article, by=by, owner=owner, team=team, deputy=deputy)


@transaction.atomic
def plan_owner(*, draft: Draft, by: User, owner: User | None, team: str) -> NextOwner | None:
    """Kept with the draft until that is published. Nothing is kept of what the article has already."""
    team = _team(team)
    row = held(draft, Act.CHANGE, by=by)
    now = Ownership.objects.filter(article=row.article_id).values_list("owner", "team").first()
    detail = detail_of(row) | {"owner": owner.username if owner else None, "team": team}
    audit.record(by=by, verb="chose who is to look after an article", subject=subject(row), detail=detail)
    if (owner.pk if owner else None, team) == (now or (None, "")):
        NextOwner.objects.filter(draft=row).delete()
        return None
    return NextOwner.objects.update_or_create(draft=row, defaults={"owner": owner, "team": team})[0]


def hand_over(*, draft: Draft, article: Article, by: User | None) -> None:
    """The draft is published: what was chosen with it holds. The deputy stays. Where nobody was chosen and nobody looks
    after the article, whoever wrote it does."""
    planned = NextOwner.objects.select_related("owner").filter(draft=draft).first()
    now = Ownership.objects.select_related("deputy").filter(article=article).first()
    if planned is None and now is not None:
        return
    owner, team = (planned.owner, planned.team) if planned else (None, "")
    if not owner and not team:
        owner = owner_by_default(draft)
    deputy = now.deputy if now and owner and now.deputy_id != owner.pk else None
    if owner or team:
        _write(article, by=by, owner=owner, team=team, deputy=deputy)
