"""The pages of what Start asks: all questions with where each answer leads, one of them, and a new one."""

from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May, may
from kb.catalogue.actions import NotPublishable
from kb.catalogue.models import StartQuestion
from kb.catalogue.start import MOST_ANSWERS, StartAnswerEntry, StartQuestionEntry
from kb.editing.vocabulary.changing import REFUSALS, wants_to_look
from kb.editing.vocabulary.history import history
from kb.editing.vocabulary.moving import moved, wants_to_move
from kb.editing.vocabulary.presenters import frame
from kb.editing.vocabulary.rehearsal import Effect, Surroundings, effect_of
from kb.editing.vocabulary.start import actions, forms, presenters, reading
from kb.lib.http import reads_only
from kb.lib.panels import Values, attempt
from kb.pages.parts import PageLink

HERE = "start"
FEWEST_BOXES = 3
changes_words = require_http_methods(["GET", "HEAD", "POST"])


@needs(May.WRITE_ARTICLES)
@reads_only
def start(request: SignedInRequest) -> HttpResponse:
    context = {**frame(request, HERE), "questions": presenters.questions()}
    return render(request, "editing/vocabulary/start/all.html", context)


def _asked_by(typed: Values, slug: str) -> StartQuestionEntry | None:
    """The question after which a new one is asked, with the answer that leads there."""
    parent = reading.entries().get(typed.get("after") or "")
    if parent is None:
        return None
    answer = StartAnswerEntry(" ".join(typed["after_text"].split()), question=slug)
    return replace(parent, answers=(*parent.answers, answer))


def _look() -> Surroundings:
    links = [PageLink(row.title, row.get_absolute_url()) for row in StartQuestion.objects.whole()]
    return Surroundings(pages={link.address: link for link in links})


def _answer(request: SignedInRequest, before: StartQuestionEntry | None) -> HttpResponse:
    boxes = len(before.answers) + 1 if before else FEWEST_BOXES
    sent = request.POST if request.method == "POST" else None
    boxes = max([boxes, *(n for n in range(1, MOST_ANSWERS + 1) if sent and f"answer_{n}_text" in sent)])
    initial = forms.initial_of(before) if before else {}
    if sets := wants_to_move(request):
        sent, initial = None, moved(request, sets, "answer", forms.PARTS)
    form = forms.StartForm(sent, entry=before, answers=boxes, initial=initial)
    status, done, effects = 200, [], []
    if sent is not None:

        def act(typed: Values) -> None:
            entry, kept = forms.entry_of(typed, before)
            asked_by = None if before else _asked_by(typed, entry.slug)
            save = partial(
                actions.save,
                entry=entry,
                asked_by=asked_by,
                is_new=before is None,
                since=typed["seen"],
                by=request.user,
            )
            try:
                if wants_to_look(request):
                    effects.append(_effect(save, entry))
                else:
                    done.append(save())
            except NotPublishable as refused:
                raise NotPublishable([forms.in_boxes(problem, kept) for problem in refused.problems]) from None

        latest = partial(reading.seen, before.slug if before else "")
        status = attempt(form, act, REFUSALS, latest=lambda: {"seen": latest()}) or 200
    if done:
        messages.success(request, f"“{done[0]}”: saved. Start asks so from now on.")
        return redirect("editing:start-question", done[0].slug)
    return _page(request, form, before, next(iter(effects), None), status)


def _effect(save: partial[StartQuestion], entry: StartQuestionEntry) -> Effect:
    return effect_of(save, _look, presenters.notes_of(entry))


def _page(
    request: SignedInRequest,
    form: forms.StartForm,
    before: StartQuestionEntry | None,
    effect: Effect | None,
    status: int,
) -> HttpResponse:
    context = {**frame(request, HERE), "form": form, "question": before, "effect": effect}
    sets = wants_to_move(request)
    context["moved_to"] = sets and sets[1]
    if before:
        address = reverse("browse:start") if before.is_first else reverse("browse:start-question", args=[before.slug])
        context |= {
            "address": address,
            "lines": presenters.lines_of(before),
            "history": history("question", presenters.history_of(before), presenters.LABELS),
        }
    return render(request, "editing/vocabulary/start/one.html", context, status=status)


@needs(May.WRITE_ARTICLES)
@changes_words
def question(request: SignedInRequest, question: str) -> HttpResponse:
    if request.method == "POST" and not may(request.user, May.KEEP_VOCABULARY):
        raise Http404
    found = reading.entries().get(question)
    if found is None:
        raise Http404
    return _answer(request, found)


@needs(May.KEEP_VOCABULARY)
@changes_words
def new(request: SignedInRequest) -> HttpResponse:
    return _answer(request, None)
