"""One article from the editors' side: its history, and each thing that can be done with it beside its text."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.catalogue.actions import NotPublishable
from kb.catalogue.lookup import only_in
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of as published_document
from kb.editing.compare.reading import revisions_of, versions_of
from kb.editing.drafts import actions as drafting
from kb.editing.drafts.authors import article_case
from kb.editing.drafts.reading import earlier_drafts, find_article, open_draft
from kb.editing.ownership import actions as ownership_actions
from kb.editing.ownership.rules import ownership_of
from kb.editing.refusals import Refusal as Refused
from kb.editing.rights import ArticleAct, ability_for, article_refusal
from kb.editing.stopped import stopped_lines
from kb.editing.upkeep import actions as upkeep
from kb.editing.upkeep import forms
from kb.editing.upkeep.presenters import article_facts, said_of_restored
from kb.lib import dates
from kb.lib.forms import NHSForm
from kb.lib.forms.times import as_typed
from kb.lib.http import UNPROCESSABLE, reads_only, said
from kb.lib.panels import Panel, PanelRefusal, Panels, Shown


def _may(person: User, article: Article) -> Callable[[ArticleAct], bool]:
    case = article_case(person, article)
    return lambda act: not article_refusal(act, case)


def _show(request: SignedInRequest, article: Article, shown: Shown) -> HttpResponse:
    now, draft = timezone.now(), open_draft(article)
    states = versions_of(article)
    context = {
        "page": article_facts(
            article,
            states=states,
            draft=draft,
            earlier=earlier_drafts(article),
            ownership=ownership_of(article),
            only_here=only_in(article),
            now=now,
        ),
        "states": [*revisions_of(draft), *states],
        "forms": shown.forms,
        "problem": shown.problem,
        "may_restore": shown.may(ArticleAct.RESTORE),
        "may_merge": shown.may(ArticleAct.MERGE),
        "may_take_down": shown.may(ArticleAct.TAKE_DOWN),
        "may_review": may(request.user, May.REVIEW_ARTICLES),
        "may_stop": may(request.user, May.STOP_STEPS),
        "stopped": stopped_lines(article, request.user),
        "said": said(request),
    }
    return render(request, "editing/article.html", context, status=shown.status)


@needs(May.WRITE_ARTICLES)
@reads_only
def article(request: SignedInRequest, label: str) -> HttpResponse:
    return PANELS.page(request, find_article(label))


# --- What can be done with it --------------------------------------------------------------------------------------


def _after(request: SignedInRequest, article: Article, said: str) -> HttpResponse:
    messages.success(request, f"{article.label}: {said}")
    if request.POST.get("from") == "home":
        return redirect("editing:home")
    return redirect("editing:article", article.label)


def _until(article: Article) -> dict[str, date]:
    return {"until": forms.next_review(dates.in_london(timezone.now()).date())}


def _owner(article: Article) -> dict[str, object]:
    ownership = ownership_of(article)
    if ownership is None:
        return {}
    return {"owner": ownership.owner_id or "", "deputy": ownership.deputy_id or "", "team": ownership.team}


def _people(article: Article) -> dict[str, list[User]]:
    ownership = ownership_of(article)
    return {"people": forms.writers(also=(ownership.owner_id, ownership.deputy_id) if ownership else ())}


REFUSALS = {
    # Each problem at the box that it is about, where there is one.
    NotPublishable: PanelRefusal(lambda refused: [(problem.field, problem.message) for problem in refused.problems]),
    Refused: PanelRefusal(lambda refused: [(None, str(refused))]),
}
PANELS = Panels(
    noun="article",
    guard=lambda act: needs(ability_for(act)),
    may=_may,
    find=find_article,
    show=_show,
    after=_after,
    refusals=REFUSALS,
    panels={
        "still-right": Panel(
            forms.StillRightForm,
            upkeep.still_right,
            "It is still right: the review date is moved.",
            ArticleAct.STILL_RIGHT,
            begins_with=_until,
        ),
        "owner": Panel(
            forms.OwnerForm,
            ownership_actions.set_owner,
            "It is changed who looks after this article.",
            ArticleAct.SET_OWNER,
            begins_with=_owner,
            options=_people,
        ),
        "expiry": Panel(
            forms.ExpiryForm,
            upkeep.set_expiry,
            "It is changed when this article is withdrawn.",
            ArticleAct.SET_EXPIRY,
            begins_with=lambda article: {"at": as_typed(article.expires_at)},
        ),
        "rename": Panel(
            forms.RenameForm,
            upkeep.rename,
            "The address is changed. The old one leads here.",
            ArticleAct.RENAME,
            begins_with=lambda article: {"slug": article.slug},
        ),
    },
)


@needs(May.WRITE_ARTICLES)
@require_POST
def change(request: SignedInRequest, label: str) -> HttpResponse:
    """The article's open draft; begun if there is none."""
    draft = drafting.begin(by=request.user, article=find_article(label))
    return redirect("editing:edit", draft.pk)


@needs(May.WRITE_ARTICLES)
@require_POST
def copy(request: SignedInRequest, label: str) -> HttpResponse:
    draft = drafting.copy_of(article=find_article(label), by=request.user)
    return redirect("editing:edit", draft.pk)


@needs(May.WRITE_ARTICLES)
@require_POST
def restore(request: SignedInRequest, label: str, number: int) -> HttpResponse:
    found = find_article(label)
    if not found.versions.filter(number=number).exists():
        raise Http404
    try:
        draft = upkeep.restore(article=found, version=number, by=request.user)
    except Refused as refused:
        form = NHSForm({})
        form.is_valid()
        form.add_error(None, str(refused))
        return PANELS.page(request, found, problem=form, status=UNPROCESSABLE)
    restored = drafting.latest(draft).document
    published = published_document(Article.objects.with_parts().get(pk=found.pk))
    messages.success(request, said_of_restored(number, restored, version=found.version, published=published))
    return redirect("editing:edit", draft.pk)
