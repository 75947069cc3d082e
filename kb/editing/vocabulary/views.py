"""The pages that are the same for each kind of word: all of them, one, a new one, and removing one."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May, may
from kb.editing.compare.word_diff import compare_words
from kb.editing.requests import prefilled
from kb.editing.vocabulary import actions
from kb.editing.vocabulary.changing import REFUSALS, PreparedChange, wants_to_look
from kb.editing.vocabulary.history import history
from kb.editing.vocabulary.kept import NOUNS
from kb.editing.vocabulary.nouns import FindWordForm, Noun, WordForm
from kb.editing.vocabulary.presenters import facts_of, frame
from kb.editing.vocabulary.rehearsal import Effect, effect_of
from kb.lib.http import reads_only
from kb.lib.panels import Values, attempt

MOST_USES = 50
MOST_LISTED = 100
FEWEST_TO_FIND_IN = 15
changes_words = require_http_methods(["GET", "HEAD", "POST"])


def _found(noun: Noun, pk: int) -> Any:  # noqa: ANN401 - of any table
    row = noun.find(pk)
    if row is None:
        raise Http404
    return row


@needs(May.WRITE_ARTICLES)
@reads_only
def words(request: SignedInRequest, noun: str) -> HttpResponse:
    kind = NOUNS[noun]
    form = FindWordForm(request.GET if "q" in request.GET else None)
    wanted = form.cleaned_data["q"].casefold().split() if form.is_bound and form.is_valid() else []
    every = list(kind.rows())
    rows = [row for row in every if row.says(wanted)]
    context = {
        **frame(request, noun),
        "noun": kind,
        "rows": rows[:MOST_LISTED],
        "left_out": max(0, len(rows) - MOST_LISTED),
        "find": form if len(every) > FEWEST_TO_FIND_IN else None,
        "wanted": wanted,
    }
    return render(request, "editing/vocabulary/all.html", context)


def _answer(request: SignedInRequest, noun: Noun, row: Any) -> HttpResponse:  # noqa: ANN401 - of any table
    entry = noun.entry(row) if row is not None else None
    initial = (
        {**noun.initial(entry), "seen": entry.fingerprint}
        if entry is not None
        else prefilled(request.GET, noun.begins_with)
    )
    form = noun.form(request.POST if request.method == "POST" else None, initial=initial, row=row)
    shown: dict[str, Any] = {}
    status, done = 200, []
    if request.method == "POST":

        def press(typed: Values) -> None:
            said = noun.said(typed, entry)
            asked = {"noun": noun, "row": row, "entry": said, "since": typed["seen"], "by": request.user}
            if not wants_to_look(request):
                done.append(actions.save(**asked))
                return
            entries = [one for one in (entry, said) if one is not None]
            act = partial(actions.save if noun.is_searched else actions.check, **asked)
            shown["effect"] = effect_of(act, lambda: noun.look(row, entries))
            shown["preview"] = noun.preview(said)
            shown["now"] = noun.preview(entry) if entry is not None else None
            if entry is not None and noun.diff_of:
                shown["pieces"] = compare_words(getattr(entry, noun.diff_of), getattr(said, noun.diff_of))

        status = attempt(form, press, REFUSALS, latest=lambda: {"seen": noun.seen(row)}) or 200
    if done:
        messages.success(request, f"{done[0]}: saved. Pages and searches follow it from now on.")
        return redirect(noun.one, done[0].pk)
    return _page(request, noun, row, form, shown, status)


def _page(
    request: SignedInRequest,
    noun: Noun,
    row: Any,  # noqa: ANN401 - of any table
    form: WordForm,
    shown: dict[str, Any],
    status: int,
) -> HttpResponse:
    context = {**frame(request, noun.here), "noun": noun, "row": row, "form": form, **shown}
    if row is not None:
        uses = list(noun.uses(row))
        labels = {name: str(box.label) for name, box in form.fields.items()} | dict(noun.labels)
        context |= {
            "uses": uses[:MOST_USES],
            "uses_left_out": max(0, len(uses) - MOST_USES),
            "hangs": noun.hangs(row),
            "facts": facts_of(form),
            "history": history(noun.name, noun.history_of(row), labels),
        }
    return render(request, "editing/vocabulary/one.html", context, status=status)


@needs(May.WRITE_ARTICLES)
@changes_words
def one(request: SignedInRequest, noun: str, word: int) -> HttpResponse:
    if request.method == "POST" and not may(request.user, May.KEEP_VOCABULARY):
        raise Http404
    kind = NOUNS[noun]
    return _answer(request, kind, _found(kind, word))


@needs(May.KEEP_VOCABULARY)
@changes_words
def new(request: SignedInRequest, noun: str) -> HttpResponse:
    return _answer(request, NOUNS[noun], None)


@needs(May.KEEP_VOCABULARY)
@changes_words
def remove(request: SignedInRequest, noun: str, word: int) -> HttpResponse:
    kind = NOUNS[noun]
    row = _found(kind, word)
    entry = kind.entry(row)
    form = WordForm(request.POST or None, initial={"seen": entry.fingerprint})

    def act(typed: Values) -> None:
        actions.remove(noun=kind, row=row, since=typed["seen"], by=request.user)

    def effect(typed: Values) -> Effect:
        return effect_of(lambda: act(typed), lambda: kind.look(row, [entry]))

    lead = "Nothing hangs on it."
    if row.imported:
        lead += " It came from a file: take it out there too, or the next import brings it back."
    change = PreparedChange(
        here=noun,
        heading=f"Remove “{row}”",
        lead=lead,
        button="Remove it",
        back=(reverse(kind.one, args=[word]), str(row)),
        form=form,
        act=act,
        effect=effect,
        seen=lambda: kind.seen(row),
        hangs=kind.hangs(row),
        is_warning=True,
    )
    if page := change.answer(request):
        return page
    messages.success(request, f"{row}: removed.")
    return redirect(kind.list)
