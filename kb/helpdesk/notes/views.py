"""Pages on which internal notes are written."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.catalogue.models import Article
from kb.helpdesk.addresses import AnalystState
from kb.helpdesk.models import Note
from kb.helpdesk.notes import actions
from kb.helpdesk.notes.forms import InternalNoteForm, SeenNoteForm
from kb.helpdesk.notes.presenters import present_note, when_changed
from kb.helpdesk.notes.reading import steps_of
from kb.lib.http import CONFLICT, see
from kb.lib.panels import PanelRefusal, Refusals, attempt

GONE = "Somebody removed this note meanwhile. Your text is still here: copy it, and add a new note."


def _meanwhile(refused: actions.NoteChangedMeanwhile) -> list[tuple[str | None, str]]:
    latest = refused.latest
    words = f"{when_changed(latest.at, latest.by.name)} It says now: “{latest.text}”" if latest else GONE
    return [(None, words)]


REFUSALS: Refusals = {actions.NoteChangedMeanwhile: PanelRefusal(_meanwhile, CONFLICT)}


def _state(request: SignedInRequest, article: Article) -> AnalystState:
    """What was open at the desk, and what was set on it."""
    return AnalystState.of(request.GET).about(article.label)


def _article(label: str) -> Article:
    article = Article.objects.live().called(label)
    if article is None:
        raise Http404
    return article


def _shown(
    request: SignedInRequest, form: InternalNoteForm, article: Article, note: Note | None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "article": article,
        "note": note,
        "others": [present_note(one) for one in Note.objects.on(article) if one != note],
        "back": _state(request, article).address,
        "query": _state(request, article).query,
    }
    return render(request, "helpdesk/note.html", context, status=status)


def _sent(request: SignedInRequest, article: Article, note: Note | None) -> tuple[InternalNoteForm, int]:
    form = InternalNoteForm(request.POST, steps=steps_of(article))

    def act(typed: Mapping[str, Any]) -> object:
        said = {"step": typed["step"], "text": typed["text"], "by": request.user}
        if note is None:
            return actions.add_note(article=article, **said)
        return actions.change_note(note=note, seen=typed["seen"] or 0, **said)

    def latest() -> dict[str, int]:
        row = Note.objects.filter(pk=note.pk).first() if note else None
        return {"seen": row.version if row else 0}

    return form, attempt(form, act, REFUSALS, latest=latest)


@needs(May.USE_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: SignedInRequest, label: str) -> HttpResponse:
    """Those on one article, and a form for another; `?step=` says which step it is about, the rest what was
    open at the desk.
    """
    article = _article(label)
    if request.method == "POST":
        form, status = _sent(request, article, None)
        if not status:
            messages.success(request, "The internal note is kept.")
            return see(_state(request, article).address)
        return _shown(request, form, article, None, status)
    form = InternalNoteForm(steps=steps_of(article), initial={"step": request.GET.get("step", "")})
    return _shown(request, form, article, None)


@needs(May.USE_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Note.objects.select_related("article"), pk=pk)
    article = Article.objects.with_parts().get(pk=row.article_id)
    if request.method == "POST":
        form, status = _sent(request, article, row)
        if not status:
            messages.success(request, "The internal note is changed.")
            return see(_state(request, article).address)
        return _shown(request, form, article, row, status)
    initial = {"step": row.step, "text": row.text, "seen": row.version}
    return _shown(request, InternalNoteForm(steps=steps_of(article), initial=initial), article, row)


@needs(May.USE_DESK)
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Note.objects.select_related("article"), pk=pk)
    form = SeenNoteForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else 0
    state = _state(request, row.article)
    try:
        actions.remove_note(note=row, seen=seen, by=request.user)
    except actions.NoteChangedMeanwhile as refused:
        messages.success(request, _meanwhile(refused)[0][1])
        return see(f"{present_note(row).address}?{state.query}" if refused.latest else state.address)
    messages.success(request, "The internal note is removed.")
    return see(state.address)
