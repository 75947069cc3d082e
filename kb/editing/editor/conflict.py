"""Two people wrote on the same text: both are shown, and the second chooses, field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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

MERGED = "Both texts are merged and saved, and each is kept among the revisions. Read the article once more."
AGAIN = "The draft was saved again in the meantime. Look at the newest text, then choose."
CHOOSE = "Choose one of the two for every part that is marked."
CHOOSE_FOR = "Choose for “{}”"
ALL_CHOSEN = "Chosen for every part: {}. Change what you want otherwise, then save."
ALL, WHOLE, CHOICES = "all", {"theirs", "mine"}, {"theirs", "mine", "both"}


def _base(draft: Draft, unsaved_text: UnsavedText) -> ArticleDocument:
    """What mine was written on, or the one before it: an autosave of yesterday may have gone since."""
    revision = Revision.objects.filter(draft=draft, number__lte=unsaved_text.base_revision).order_by("-number").first()
    return revision.document if revision else EMPTY


def _choices(request: SignedInRequest, apart: Sequence[Difference]) -> dict[str, str]:
    """By the part: as it was sent; before anything was, what one side alone changed."""
    whole = request.POST.get(ALL, "")
    if whole in WHOLE:
        return {one.name: whole for one in apart}
    if request.method != "POST":
        return {one.name: one.chosen for one in apart}
    sent = ((one.name, request.POST.get(one.name, "")) for one in apart)
    return {name: choice if choice in CHOICES else "" for name, choice in sent}


@dataclass(frozen=True)
class ConflictTexts:
    """The two texts, by whom, and all in which they differ."""

    draft: Draft
    own: UnsavedText
    theirs: Revision
    apart: tuple[Difference, ...]

    @classmethod
    def of(cls, draft: Draft, own: UnsavedText) -> "ConflictTexts":
        theirs = drafting.latest(draft)
        texts = _base(draft, own), theirs.document, own.document
        return cls(draft, own, theirs, differences(*texts, places_of(*texts)))

    def merged(self, choices: Mapping[str, str]) -> ArticleDocument:
        return merged(_base(self.draft, self.own), self.theirs.document, self.own.document, choices)


def _page(request: SignedInRequest, texts: ConflictTexts, *, problem: str = "") -> HttpResponse:
    choices = _choices(request, texts.apart)
    rows: list[dict[str, Any]] = [{"difference": one, "chosen": choices[one.name]} for one in texts.apart]
    open_rows = [row["difference"] for row in rows if not row["chosen"]]
    is_own = texts.theirs.by_id == texts.own.by_id
    first, second = ("Saved meanwhile", "Typed here") if is_own else (texts.theirs.by.name, "Yours")
    whole = {"theirs": first, "mine": second}.get(request.POST.get(ALL, ""), "")
    context = {
        "draft": texts.draft,
        "theirs": texts.theirs,
        "is_own": is_own,
        "first": first,
        "second": second,
        "rows": rows,
        "open": open_rows,
        "chosen": len(rows) - len(open_rows),
        "said": [ALL_CHOSEN.format(whole)] if whole else [],
        "problem": problem,
        "problems": [(f"{one.name}-theirs", CHOOSE_FOR.format(one.label)) for one in open_rows] if problem else [],
    }
    return render(request, "editing/conflict.html", context, status=UNPROCESSABLE if problem else 200)


@needs(May.WRITE_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: SignedInRequest, draft: int, unsaved_text: int) -> HttpResponse:
    """Only who wrote the second text sees it here."""
    found = get_object_or_404(Draft.objects.with_people(), pk=draft)
    own = get_object_or_404(UnsavedText.objects.waiting(), pk=unsaved_text, draft=found, by=request.user)
    texts = ConflictTexts.of(found, own)
    if request.method != "POST" or request.POST.get(ALL) in WHOLE:
        return _page(request, texts)
    base_revision = texts.theirs.number
    if number(request.POST.get("base_revision", "")) != base_revision:
        return _page(request, texts, problem=AGAIN)
    choices = _choices(request, texts.apart)
    if not all(choices.values()):
        return _page(request, texts, problem=CHOOSE)
    try:
        drafting.merge(unsaved_text=own, document=texts.merged(choices), base_revision=base_revision, by=request.user)
    except Conflict:
        return _page(request, ConflictTexts.of(found, own), problem=AGAIN)
    except NotOpen as refusal:
        return closed(request, found, refusal)
    messages.success(request, MERGED)
    return see(reverse("editing:edit", args=[found.pk]))
