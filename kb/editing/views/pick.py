"""While an editor types: what may be picked, a fragment of HTML for static/combobox.js, and what is said of a code."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.catalogue import limits
from kb.editing.editor.form_data import PICKS
from kb.editing.editor.picker_presenters import said_of_code
from kb.editing.editor.pickers import codes_of, offered
from kb.editing.editor.requests import for_scripts
from kb.editing.models import Draft


def _typed(request: HttpRequest) -> str:
    return limits.without_unseen(request.GET.get("q", ""))


@for_scripts
@needs(May.WRITE_ARTICLES)
@require_safe
def pick(request: SignedInRequest, draft: int, name: str) -> HttpResponse:
    """`name` is the list that is added to."""
    if name not in PICKS:
        raise Http404
    found = get_object_or_404(Draft, pk=draft)
    return render(request, "editing/_options.html", {"options": offered(found, name, _typed(request))})


@for_scripts
@needs(May.WRITE_ARTICLES)
@require_safe
def say(request: SignedInRequest, draft: int) -> HttpResponse:
    """Of a code that is about to be made: whether there is one, what it would match, what it would overlap."""
    known = codes_of(get_object_or_404(Draft, pk=draft))
    text = " ".join(filter(None, said_of_code(_typed(request), known)))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
