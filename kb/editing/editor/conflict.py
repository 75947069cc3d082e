"""Two people wrote on the same text: both are shown, and the second chooses, field by field."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.catalogue.document import ArticleDocument
from kb.editing.compare.reading import places_of
from kb.editing.compare.three_way import Difference, differences, merged
from kb.editing.drafts import actions as drafting
from kb.editing.drafts.reading import EMPTY
from kb.editing.editor.views import closed
from kb.editing.models import Draft, Revision, UnsavedText
from kb.editing.refusals import Conflict, NotOpen
from kb.editing.requests import number
from kb.lib.http import UNPROCESSABLE, see

MERGED = "Both texts are merged and saved. Read the article once more."
AGAIN = "The draft was saved again in the meantime. Look at the newest text, then choose."
CHOOSE = "Choose one of the two for every part that is marked."


def _base(draft: Draft, unsaved_text: UnsavedText) -> ArticleDocument:
    """What mine was written on, or the one before it: an autosave of yesterday may have gone since."""
    revision = Revision.objects.filter(draft=draft, number__lte=unsaved_text.base_revision).order_by("-number").first()
    return revision.document if revision else EMPTY


def _choices(request: SignedInRequest, found: tuple[Difference, ...]) -> dict[str, str]:
    return {one.name: request.POST.get(one.name, "") for one in found}


def _page(
    request: SignedInRequest,
    draft: Draft,
    unsaved_text: UnsavedText,
    theirs: Revision,
    found: tuple[Difference, ...],
    *,
    problem: str = "",
) -> HttpResponse:
    rows: list[dict[str, Any]] = [
        {"difference": one, "chosen": request.POST.get(one.name, one.chosen)} for one in found
    ]
    is_own = theirs.by_id == unsaved_text.by_id
    context = {
        "draft": draft,
        "unsaved_text": unsaved_text,
        "theirs": theirs,
        "is_own": is_own,
        "first": "Saved meanwhile" if is_own else theirs.by.name,
        "second": "Typed here" if is_own else "Yours",
        "rows": rows,
        "problem": problem,
    }
    return render(request, "editing/conflict.html", context, status=UNPROCESSABLE if problem else 200)


@needs(May.WRITE_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: SignedInRequest, draft: int, unsaved_text: int) -> HttpResponse:
    """Only who wrote the second text sees it here."""
    found = get_object_or_404(Draft.objects.with_people(), pk=draft)
    own = get_object_or_404(UnsavedText.objects.waiting(), pk=unsaved_text, draft=found, by=request.user)
    theirs = drafting.latest(found)
    texts = _base(found, own), theirs.document, own.document
    apart = differences(*texts, places_of(*texts))
    if request.method != "POST":
        return _page(request, found, own, theirs, apart)
    if number(request.POST.get("base_revision", "")) != theirs.number:
        return _page(request, found, own, theirs, apart, problem=AGAIN)
    choices = _choices(request, apart)
    if not all(choice in {"theirs", "mine", "both"} for choice in choices.values()):
        return _page(request, found, own, theirs, apart, problem=CHOOSE)
    try:
        drafting.save(draft=found, document=merged(*texts, choices), base_revision=theirs.number, by=request.user)
    except Conflict:
        theirs = drafting.latest(found)
        return _page(request, found, own, theirs, apart, problem=AGAIN)
    except NotOpen as refusal:
        return closed(request, found, refusal)
    drafting.settle_unsaved_text(unsaved_text=own, by=request.user)
    messages.success(request, MERGED)
    return see(reverse("editing:edit", args=[found.pk]))
