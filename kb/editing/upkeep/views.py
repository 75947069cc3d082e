"""One article from the editors' side: its history, and each thing that can be done with it beside its text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kb.accounts.guards import SignedInRequest, View, needs
from kb.accounts.models import User
from kb.accounts.roles import May
from kb.catalogue.actions import NotPublishable
from kb.catalogue.models import Article
from kb.editing.compare.states import revisions_of, versions_of
from kb.editing.drafts import actions as drafting
from kb.editing.drafts.authors import article_case
from kb.editing.drafts.refusals import Refusal
from kb.editing.editor.requests import keeps_text
from kb.editing.models import Stewardship
from kb.editing.ownership import actions as ownership
from kb.editing.rights import ArticleAct, ability_for, article_refusal
from kb.editing.upkeep import actions as upkeep
from kb.editing.upkeep import forms
from kb.editing.upkeep.presenters import article_facts
from kb.editing.upkeep.reading import earlier_drafts, find_article, open_draft, steward_of
from kb.lib import dates
from kb.lib.forms import NHSForm
from kb.lib.forms.times import as_typed
from kb.lib.http import UNPROCESSABLE, said


@dataclass(frozen=True)
class Change:
    """One form of the page, the one action behind it, and what is said when it is done."""

    form: Callable[..., Any]
    do: Callable[[Article, Any, User], object]
    said: str
    act: ArticleAct


def _set_steward(article: Article, form: forms.StewardForm, by: User) -> object:
    who = {"owner": form.person("owner"), "deputy": form.person("deputy"), "team": form.cleaned_data["team"]}
    return ownership.set_steward(article=article, by=by, **who)


CHANGES = {
    "still-right": Change(
        forms.StillRightForm,
        lambda article, form, by: upkeep.still_right(article=article, by=by, **form.cleaned_data),
        "It is still right: the review date is moved.",
        ArticleAct.STILL_RIGHT,
    ),
    "steward": Change(
        forms.StewardForm, _set_steward, "It is changed who looks after this article.", ArticleAct.SET_OWNER
    ),
    "expiry": Change(
        forms.ExpiryForm,
        lambda article, form, by: upkeep.set_expiry(article=article, by=by, **form.cleaned_data),
        "It is changed when this article is withdrawn.",
        ArticleAct.SET_EXPIRY,
    ),
    "rename": Change(
        forms.RenameForm,
        lambda article, form, by: upkeep.rename(article=article, by=by, **form.cleaned_data),
        "The address is changed. The old one leads here.",
        ArticleAct.RENAME,
    ),
    "merge": Change(
        forms.MergeForm,
        lambda article, form, by: upkeep.merge(article=article, by=by, **form.cleaned_data),
        "The article is merged: its codes, addresses and reports have moved.",
        ArticleAct.MERGE,
    ),
    "take-down": Change(
        forms.TakeDownForm,
        lambda article, form, by: upkeep.take_down(article=article, by=by, **form.cleaned_data),
        "The article is taken down.",
        ArticleAct.TAKE_DOWN,
    ),
}


def _initial(article: Article, steward: Stewardship | None) -> dict[str, dict[str, Any]]:
    today = dates.in_london(timezone.now()).date()
    return {
        "still-right": {"until": forms.next_review(today)},
        "steward": {
            "owner": str(steward.owner_id or "") if steward else "",
            "deputy": str(steward.deputy_id or "") if steward else "",
            "team": steward.team if steward else "",
        },
        "expiry": {"at": as_typed(article.expires_at)},
        "rename": {"slug": article.slug},
    }


def _people(steward: Stewardship | None) -> list[User]:
    return forms.writers(also=(steward.owner_id, steward.deputy_id) if steward else ())


def _form(name: str, steward: Stewardship | None, *data: Any, **options: Any) -> Any:  # noqa: ANN401 - any of the forms
    more = {"people": _people(steward)} if name == "steward" else {}
    return CHANGES[name].form(*data, auto_id=f"{name}_%s", **options, **more)


def show(
    request: SignedInRequest, article: Article, bound: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    bound = bound or {}
    now, steward, draft = timezone.now(), steward_of(article), open_draft(article)
    initial = _initial(article, steward)
    case = article_case(request.user, article, now)
    # What was typed is shown again, also where it can be done no more.
    offered = [name for name, change in CHANGES.items() if name in bound or not article_refusal(change.act, case)]
    shown = {
        name.replace("-", "_"): bound.get(name) or _form(name, steward, initial=initial.get(name, {}))
        for name in offered
    }
    states = versions_of(article)
    context = {
        "page": article_facts(
            article, states=states, draft=draft, earlier=earlier_drafts(article), steward=steward, now=now
        ),
        "states": [*revisions_of(draft), *states],
        "forms": shown,
        "problem": next(iter(bound.values()), None),
        "may_restore": not article_refusal(ArticleAct.RESTORE, case),
        "said": said(request),
    }
    return render(request, "editing/article.html", context, status=status)


@needs(May.WRITE_ARTICLES)
@require_safe
def article(request: SignedInRequest, label: str) -> HttpResponse:
    return show(request, find_article(label))


# --- What can be done with it --------------------------------------------------------------------------------------


def _refuse(form: Any, refused: NotPublishable) -> None:  # noqa: ANN401 - any of the forms
    """Each problem at the box that it is about, where there is one."""
    for problem in refused.problems:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)


def _try(request: SignedInRequest, article: Article, name: str) -> Any:  # noqa: ANN401 - the form, or nothing
    """The form with what is wrong in it; nothing where it is done."""
    form = _form(name, steward_of(article), request.POST)
    if not form.is_valid():
        return form
    try:
        CHANGES[name].do(article, form, request.user)
    except NotPublishable as refused:
        _refuse(form, refused)
        return form
    except Refusal as refused:
        form.add_error(None, str(refused))
        return form
    return None


def _view_of(name: str) -> View[str]:
    @keeps_text
    @needs(ability_for(CHANGES[name].act))
    @require_POST
    def view(request: SignedInRequest, label: str) -> HttpResponse:
        found = find_article(label)
        form = _try(request, found, name)
        if form is not None:
            return show(request, find_article(label), {name: form}, UNPROCESSABLE)
        messages.success(request, f"{label}: {CHANGES[name].said}")
        if request.POST.get("from") == "home":
            return redirect("editing:home")
        return redirect("editing:article", label)

    return view


still_right = _view_of("still-right")
set_steward = _view_of("steward")
set_expiry = _view_of("expiry")
rename = _view_of("rename")
merge = _view_of("merge")
take_down = _view_of("take-down")


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
    except Refusal as refused:
        form = NHSForm({})
        form.is_valid()
        form.add_error(None, str(refused))
        return show(request, found, {"restore": form}, UNPROCESSABLE)
    messages.success(request, f"This draft has the words of version {number}. Ask for a review to publish it.")
    return redirect("editing:edit", draft.pk)
