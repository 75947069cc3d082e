"""The page on which a step is stopped, and the button that puts it back."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.catalogue.actions import AlreadyStopped, StepGone, put_step_back
from kb.catalogue.models import Article
from kb.editing.stopped import stopped_lines
from kb.helpdesk.addresses import AnalystState
from kb.helpdesk.stops.actions import stop_and_tell, told
from kb.helpdesk.stops.forms import StopForm, StoppedStepForm
from kb.lib import dates
from kb.lib.http import CONFLICT, see
from kb.lib.panels import PanelRefusal, Refusals, attempt

TOLD = "Those who can mend it are told by email."
NOBODY = "Nobody who looks after it, and no reviewer, has an email address here: tell them yourself."
GONE = "The article has no such step now: somebody changed it meanwhile. Look at it again."


def _first(refused: AlreadyStopped) -> list[tuple[str | None, str]]:
    stopped = refused.stopped
    return [(None, f"{stopped.by.name} stopped this step on {dates.day_and_clock(stopped.at)}. Nothing more to do.")]


REFUSALS: Refusals = {
    AlreadyStopped: PanelRefusal(_first, CONFLICT),
    StepGone: PanelRefusal(lambda refused: [(None, GONE)], CONFLICT),
}


def _article(label: str) -> Article:
    article = Article.objects.live().called(label)
    if article is None:
        raise Http404
    return article


def _back(request: SignedInRequest, article: Article) -> HttpResponse:
    """To where this person works."""
    if may(request.user, May.USE_DESK):
        return see(AnalystState.of(request.GET).about(article.label).address)
    return redirect("editing:article", article.label)


@needs(May.STOP_STEPS)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: SignedInRequest, label: str) -> HttpResponse:
    """`?step=` says which one, the rest what was open at the desk."""
    article, status = _article(label), 200
    steps = [(step.name, step.heading) for step in article.steps.all()]
    if request.method == "POST":
        form = StopForm(request.POST, steps=steps)

        mailed: list[User] = []

        def act(typed: Mapping[str, Any]) -> object:
            mailed.extend(stop_and_tell(article=article, step=typed["step"], text=typed["text"], by=request.user))
            return mailed

        status = attempt(form, act, REFUSALS, latest=dict)
        if not status:
            messages.success(request, f"The step is off the public page. {TOLD if mailed else NOBODY}")
            return _back(request, article)
    else:
        left = [(step.name, step.heading) for step in article.steps.all() if not step.stopped_at]
        form = StopForm(steps=left, initial={"step": request.GET.get("step", "")})
    context = {
        "form": form,
        "article": article,
        "told": told(article, request.user),
        "stopped": stopped_lines(article, request.user),
        "may_desk": may(request.user, May.USE_DESK),
        "back": AnalystState.of(request.GET).about(article.label).address,
    }
    return render(request, "helpdesk/stop.html", context, status=status)


@needs(May.REVIEW_ARTICLES)
@require_POST
def put_back(request: SignedInRequest, label: str) -> HttpResponse:
    article, form = _article(label), StoppedStepForm(request.POST)
    if not form.is_valid():
        raise Http404
    is_done = put_step_back(article=article, step=form.cleaned_data["step"], by=request.user)
    done, before = "The step is back on the public page.", "The step was put back or changed before."
    messages.success(request, f"{article.label}: {done if is_done else before}")
    return redirect("editing:article", article.label)
