"""What the editor's script asks: save what changed, say who else is here, show a text as it will look."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import truncatechars
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.editing.drafts import actions as drafting
from kb.editing.editor.form_data import PICKS, broken_days, first
from kb.editing.editor.hand_in import hand_in_of
from kb.editing.editor.picker_presenters import said_of_code
from kb.editing.editor.pickers import codes_of, members_of, offered, settled
from kb.editing.editor.reading import page_for
from kb.editing.editor.rows import tidy
from kb.editing.editor.side_fields import keep_beside, keep_joins, seen_of
from kb.editing.editor.views import document_in
from kb.editing.models import Draft, Presence
from kb.editing.refusals import Conflict, NotOpen
from kb.editing.requests import for_scripts, number, page_of, sent
from kb.lib import dates, markdown
from kb.lib.http import CONFLICT, reads_only
from kb.lib.left_out import LeftOut, takes
from kb.lib.text import without_unseen

# What the page says of a text of which not all came along; it stays in its boxes.
_LATER = "It is still here, and is saved as soon as it can be."
LEFT_OUT = {
    LeftOut.TOO_LARGE: "Not saved: all texts of this article together may have 2.5 MB, and they have more. "
    "They are still here: shorten them, or copy what you need to a file of your own.",
    LeftOut.BUSY: f"Not saved: very much is being sent just now. {_LATER}",
    LeftOut.SLOW: f"Not saved: the text did not arrive within a minute. {_LATER}",
}


def _others(draft: Draft, request: SignedInRequest) -> list[str]:
    return [row.person.name for row in Presence.objects.others(draft, request.user, timezone.now())]


def _checked(request: SignedInRequest, draft: Draft) -> dict[str, Any]:
    """What is said beside boxes and sections: of whatever is not there nothing is said any more.

    Asked for once the text is saved: reading a long one takes longer than saving it.
    """
    data = settled(draft, sent(request))
    page = page_for(draft, {**tidy(data), "slug": [document_in(data, draft).slug]})
    notes = [render_to_string("editing/_notes.html", {"of": of, "notes": found}) for of, found in page.said_beside()]
    counts = [render_to_string("editing/_count.html", {"section": one}) for one in page.sections]
    changed = render_to_string("editing/_changed.html", {"hand_in": hand_in_of(draft)})
    return {"to_mend": page.to_mend, "checked": "".join([*notes, *counts, changed])}


def _saved(request: SignedInRequest, draft: Draft) -> dict[str, Any]:
    """`is_refused`: something that was typed could not be taken, which a page says above its form."""
    data = settled(draft, sent(request))
    document = document_in(data, draft)
    problem = " ".join(dict.fromkeys(keep_beside(draft, data, request.user).values()))
    keep_joins(draft, data, request.user)
    revision = drafting.save(
        draft=draft,
        document=document,
        base_revision=number(request.POST.get("base_revision", "")),
        by=request.user,
        is_autosave="by_hand" not in request.POST,
        page=page_of(request),
    )
    saved = f"Draft saved {dates.clock(revision.at)}"
    return {
        "base_revision": revision.number,
        "saved": f"{saved}. {problem}" if problem else saved,
        "at": dates.clock(revision.at),
        "title": truncatechars(str(draft), 80),
        "is_refused": bool(problem or broken_days(data)),
        "beside": {name: first(data, name) for name in seen_of(data)},
    }


@for_scripts
@needs(May.WRITE_ARTICLES)
def _left_out(request: SignedInRequest, draft: int, *, left_out: LeftOut) -> HttpResponse:
    return JsonResponse({"problem": LEFT_OUT[left_out]}, status=left_out.status)


@takes(files=0, or_else=_left_out)
@for_scripts
@needs(May.WRITE_ARTICLES)
@require_POST
def autosave(request: SignedInRequest, draft: int) -> HttpResponse:
    """With `still` nothing changed: the page only says that it is open. With `check` nothing is saved."""
    found = get_object_or_404(Draft.objects.with_people(), pk=draft)
    if "check" in request.POST:
        return JsonResponse(_checked(request, found))
    drafting.note_presence(draft=found, by=request.user, now=timezone.now())
    answer: dict[str, Any] = {}
    if "still" not in request.POST:
        try:
            answer = _saved(request, found)
        except Conflict as conflict:
            address = reverse("editing:conflict", args=[found.pk, conflict.unsaved_text.pk])
            return JsonResponse({"problem": str(conflict), "address": address}, status=CONFLICT)
        except NotOpen as refusal:
            address = reverse("editing:edit", args=[found.pk])
            return JsonResponse({"problem": str(refusal), "address": address}, status=CONFLICT)
    return JsonResponse({**answer, "others": _others(found, request)})


@for_scripts
@needs(May.WRITE_ARTICLES)
@require_POST
def look(request: SignedInRequest) -> HttpResponse:
    """A text as the page will show it, for the preview of django-markdownx: the house's own renderer."""
    return HttpResponse(markdown.to_html(request.POST.get("content", "")[:100_000], headings_from=4))


def _typed(request: HttpRequest) -> str:
    return without_unseen(request.GET.get("q", ""))


@for_scripts
@needs(May.WRITE_ARTICLES)
@reads_only
def pick(request: SignedInRequest, draft: int, name: str) -> HttpResponse:
    """`name` is the list that is added to."""
    if name not in PICKS:
        raise Http404
    found = get_object_or_404(Draft, pk=draft)
    return render(request, "editing/_options.html", {"options": offered(found, name, _typed(request))})


@for_scripts
@needs(May.WRITE_ARTICLES)
@reads_only
def say(request: SignedInRequest, draft: int) -> HttpResponse:
    """Of a code that is about to be made: whether there is one, what it would match, what it would overlap."""
    found = get_object_or_404(Draft, pk=draft)
    text = " ".join(filter(None, said_of_code(_typed(request), codes_of(found), members_of(found))))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
