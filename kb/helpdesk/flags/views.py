"""The page on which a step is said to be wrong. Whoever may write goes to the editor instead."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May, may
from kb.catalogue.models import Article
from kb.helpdesk.addresses import AnalystState
from kb.helpdesk.flags.actions import NobodyToTell, flag_step, told
from kb.helpdesk.flags.forms import FlagForm
from kb.helpdesk.notes.reading import steps_of
from kb.lib.http import see
from kb.lib.panels import PanelRefusal, Refusals, attempt

NOBODY = "Nobody who looks after it, and no reviewer, has an email address here. Tell them yourself."
REFUSALS: Refusals = {NobodyToTell: PanelRefusal(lambda refused: [(None, NOBODY)])}


@needs(May.USE_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: SignedInRequest, label: str) -> HttpResponse:
    """`?step=` says which one, the rest what was open at the desk."""
    article = Article.objects.live().called(label)
    if article is None:
        raise Http404
    steps, status = steps_of(article), 200
    back = AnalystState.of(request.GET).about(article.label).address
    if request.method == "POST":
        form = FlagForm(request.POST, steps=steps)

        def act(typed: Mapping[str, Any]) -> object:
            title = dict(steps).get(typed["step"], "")
            return flag_step(article=article, step=title, words=typed["text"], by=request.user)

        status = attempt(form, act, REFUSALS, latest=dict)
        if not status:
            messages.success(request, "Sent to who looks after the article. The page is as it was.")
            return see(back)
    else:
        form = FlagForm(steps=steps, initial={"step": request.GET.get("step", "")})
    context = {
        "form": form,
        "article": article,
        "told": told(article, timezone.localdate()),
        "may_write": may(request.user, May.WRITE_ARTICLES),
        "back": back,
    }
    return render(request, "helpdesk/flag.html", context, status=status)
