"""An article leaves the public: merged into another, or taken down. First the page shows what moves, then does it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kb.accounts.guards import SignedInRequest, needs
from kb.catalogue.actions import NotPublishable
from kb.catalogue.labels import lost_with_article
from kb.catalogue.lookup import only_in
from kb.catalogue.models import Article
from kb.editing.drafts.authors import article_case
from kb.editing.drafts.reading import find_article
from kb.editing.refusals import Refusal
from kb.editing.rights import ArticleAct, ability_for, article_refusal
from kb.editing.upkeep import actions as upkeep
from kb.editing.upkeep.forms import MergeArticleForm, SmallForm, TakeDownForm
from kb.editing.upkeep.leaving.presenters import WhatMoves, what_moves
from kb.editing.upkeep.leaving.reading import WhatNames, leads
from kb.editing.vocabulary.rehearsal import rehearse
from kb.lib.http import UNPROCESSABLE
from kb.lib.panels import PanelRefusal, Values, attempt

DO = "do"
CHANGED = "Something that leads to this article has changed since you looked. Look at it again, then press the button."
REFUSALS = {
    NotPublishable: PanelRefusal(lambda refused: [(problem.field, problem.message) for problem in refused.problems]),
    Refusal: PanelRefusal(lambda refused: [(None, str(refused))]),
}


@dataclass(frozen=True)
class Leaving:
    """One of the two ways to leave."""

    act: ArticleAct
    form: type[SmallForm]
    do: Callable[..., Article]
    heading: str
    lead: str
    button: str
    said: str


MERGE = Leaving(
    ArticleAct.MERGE,
    MergeArticleForm,
    upkeep.merge,
    "Merge {} into another",
    "Its codes, addresses, reports and common problems move to the other article. Its words do not: bring over what is "
    "missing first.",
    "Merge it",
    "The article is merged: its codes, addresses and reports have moved.",
)
TAKE_DOWN = Leaving(
    ArticleAct.TAKE_DOWN,
    TakeDownForm,
    upkeep.take_down,
    "Take {} down",
    "Its address will say that it was withdrawn. Name the article that replaces it, and its codes, common problems and "
    "searches lead there.",
    "Take it down",
    "The article is taken down.",
)


def _what_moves(article: Article, act: Callable[[], object]) -> WhatMoves:
    names = WhatNames.of(article, timezone.now())
    before, after = rehearse(act, partial(leads, names))
    return what_moves(before, after, reports=names.reports)


def _answer(request: SignedInRequest, label: str, way: Leaving) -> HttpResponse:
    article = find_article(label)
    form = way.form(request.POST if request.method == "POST" else None)
    moves: list[WhatMoves] = []
    done = False
    refused = article_refusal(way.act, article_case(request.user, article))

    def press(typed: Values) -> None:
        nonlocal done
        act = partial(way.do, article=article, **typed, by=request.user)
        moves.append(_what_moves(article, act))
        if request.POST.get("press") == DO and request.POST.get("seen") == moves[0].seen:
            act()
            done = True

    status = attempt(form, press, REFUSALS, latest=dict) if request.method == "POST" else 0
    if done:
        messages.success(request, f"{article.label}: {way.said}")
        return redirect("editing:article", article.label)
    if moves and request.POST.get("press") == DO and not status:
        form.add_error(None, CHANGED)
        status = UNPROCESSABLE
    context: dict[str, Any] = {
        "article": article,
        "heading": way.heading.format(article.label),
        "way": way,
        "form": form,
        "moves": moves[0] if moves and not form.errors.get("into") else None,
        "refused": str(refused) if refused else "",
        "loses": lost_with_article(codes) if (codes := only_in(article)) else "",
    }
    return render(request, "editing/leaving.html", context, status=status or 200)


@needs(ability_for(ArticleAct.MERGE))
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: SignedInRequest, label: str) -> HttpResponse:
    return _answer(request, label, MERGE)


@needs(ability_for(ArticleAct.TAKE_DOWN))
@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: SignedInRequest, label: str) -> HttpResponse:
    return _answer(request, label, TAKE_DOWN)
