"""Publishing at once, without a review: for a fix that cannot wait."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.catalogue.actions import NotPublishable
from kb.catalogue.labels import label_of
from kb.editing.drafts.authors import case_of
from kb.editing.drafts.reading import checked
from kb.editing.models import Draft
from kb.editing.refusals import MEANWHILE, Moved, Overtaken, Refusal
from kb.editing.review import reading
from kb.editing.review import urgent as urgent_actions
from kb.editing.review.forms import UrgentForm
from kb.editing.review.reading import Compared
from kb.editing.rights import Act, refusal
from kb.lib.http import CONFLICT, UNPROCESSABLE


def _show_urgent(request: SignedInRequest, found: Compared, form: UrgentForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "draft": found.draft,
        "title": found.after.title,
        "form": form,
        "groups": reading.changed(found, (), ()).groups,
        "is_new": found.is_new,
        "checks": checked(found.after, draft=found.draft),
    }
    return render(request, "editing/urgent.html", context, status=status)


@needs(May.WRITE_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def urgent(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(Draft.objects.with_people(), pk=pk)
    found = reading.compared(draft)
    if request.method != "POST":
        match refusal(Act.PUBLISH_URGENTLY, case_of(request.user, draft)):
            case None:
                return _show_urgent(request, found, UrgentForm(initial={"revision": found.revision.number}))
            case Overtaken():
                # That page says it, and what to do first.
                return redirect("editing:review", pk)
        raise Http404
    form = UrgentForm(request.POST)
    if not form.is_valid():
        return _show_urgent(request, found, form, UNPROCESSABLE)
    return _publish_urgently(request, found, form)


def _publish_urgently(request: SignedInRequest, found: Compared, form: UrgentForm) -> HttpResponse:
    draft, typed = found.draft, form.cleaned_data
    try:
        revision = draft.revisions.filter(number=typed["revision"]).first()
        if revision is None:
            raise Moved
        urgent_actions.publish_urgently(draft=draft, revision=revision, by=request.user, reason=typed["reason"])
    except NotPublishable as refused:
        for problem in refused.problems:
            form.add_error(None, f"{label_of(problem.path, found.after)}: {problem.message}")
        return _show_urgent(request, found, form, UNPROCESSABLE)
    except Refusal as refused:
        latest = reading.compared(get_object_or_404(Draft.objects.with_people(), pk=draft.pk))
        again = UrgentForm({"revision": latest.revision.number, "reason": typed["reason"]})
        again.add_error(None, str(refused))
        return _show_urgent(request, latest, again, CONFLICT if isinstance(refused, MEANWHILE) else UNPROCESSABLE)
    messages.success(request, f"“{draft}” is published. It says that nobody here has checked it yet.")
    return redirect("editing:home")
