"""Publishing at once, without a review: for a fix that cannot wait."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.catalogue.actions import NotPublishable
from kb.catalogue.labels import label_of
from kb.editing.checked import checked
from kb.editing.compare.diff import compare
from kb.editing.compare.presenters import groups
from kb.editing.drafts.refusals import Moved, Refusal
from kb.editing.editor.requests import keeps_text
from kb.editing.querysets import WRITABLE
from kb.editing.review import reading
from kb.editing.review import urgent as urgent_actions
from kb.editing.review.forms import UrgentForm
from kb.editing.review.reading import Compared
from kb.editing.review.views import MEANWHILE
from kb.lib.http import CONFLICT, UNPROCESSABLE


def _show(request: SignedInRequest, found: Compared, form: UrgentForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "draft": found.draft,
        "title": found.after.title,
        "form": form,
        "groups": groups(compare(found.before, found.after)),
        "is_new": found.is_new,
        "checks": checked(found.after, draft=found.draft),
    }
    return render(request, "editing/urgent.html", context, status=status)


@keeps_text
@needs(May.WRITE_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def urgent(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = reading.find_draft(pk)
    if not settings.EDITING_URGENT or (request.method != "POST" and draft.state not in WRITABLE):
        raise Http404
    found = reading.compared(draft)
    if request.method != "POST":
        return _show(request, found, UrgentForm(initial={"revision": found.revision.number}))
    form = UrgentForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, UNPROCESSABLE)
    return _publish(request, found, form)


def _publish(request: SignedInRequest, found: Compared, form: UrgentForm) -> HttpResponse:
    draft, typed = found.draft, form.cleaned_data
    try:
        revision = draft.revisions.filter(number=typed["revision"]).first()
        if revision is None:
            raise Moved(draft)
        urgent_actions.publish_urgently(draft=draft, revision=revision, by=request.user, reason=typed["reason"])
    except NotPublishable as refused:
        for problem in refused.problems:
            form.add_error(None, f"{label_of(problem.path, found.after)}: {problem.message}")
        return _show(request, found, form, UNPROCESSABLE)
    except Refusal as refused:
        latest = reading.compared(reading.find_draft(draft.pk))
        again = UrgentForm({"revision": latest.revision.number, "reason": typed["reason"]})
        again.add_error(None, str(refused))
        return _show(request, latest, again, CONFLICT if isinstance(refused, MEANWHILE) else UNPROCESSABLE)
    messages.success(request, f"“{draft}” is published. It says “Not yet verified” until a reviewer has looked at it.")
    return redirect("editing:home")
