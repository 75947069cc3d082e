"""The pages of error codes: all of them, one of them, a new one, and renaming, merging and removing one."""

from collections.abc import Callable, Sequence
from functools import partial

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May, may
from kb.catalogue import codes as rules
from kb.catalogue.actions import NotPublishable
from kb.catalogue.entries import CodeEntry
from kb.catalogue.models import ErrorCode
from kb.catalogue.reading import code_entry
from kb.editing.vocabulary.changing import REFUSALS, PreparedChange, wants_to_look
from kb.editing.vocabulary.codes import actions, forms, presenters, reading
from kb.editing.vocabulary.history import history
from kb.editing.vocabulary.moving import moved, wants_to_move
from kb.editing.vocabulary.presenters import frame
from kb.editing.vocabulary.rehearsal import Effect, Surroundings, effect_of
from kb.lib.http import reads_only
from kb.lib.panels import Values, attempt

HERE = "codes"
changes_words = require_http_methods(["GET", "HEAD", "POST"])


def find(pk: int) -> ErrorCode:
    found = reading.stored(pk)
    if found is None:
        raise Http404
    return found


@needs(May.WRITE_ARTICLES)
@reads_only
def codes(request: SignedInRequest) -> HttpResponse:
    listing = reading.CodeList(request, reading.all_codes())
    rows = [presenters.row_of(code) for code in listing.page]
    context = {**frame(request, HERE), "listing": listing, "rows": rows}
    return render(request, "editing/vocabulary/codes/all.html", context)


# --- One code --------------------------------------------------------------------------------------------------------


def _saving(
    entry: CodeEntry, kept: Sequence[int], code: ErrorCode | None, since: str, request: SignedInRequest
) -> ErrorCode:
    try:
        return actions.save(code=code, entry=entry, since=since, by=request.user)
    except NotPublishable as refused:
        raise NotPublishable([forms.in_boxes(problem, kept) for problem in refused.problems]) from None


def _effect(code: ErrorCode | None, entry: CodeEntry, act: Callable[[], object]) -> Effect:
    before = [code_entry(code)] if code else []
    texts = reading.texts_of(*before, entry)
    keys = [rules.normal(entry.code)]

    def look() -> Surroundings:
        own = ErrorCode.objects.filter(Q(normal__in=keys) | Q(display__in=[entry.family or entry.code]))
        return reading.surroundings(texts, list(own.values_list("pk", flat=True)))

    return effect_of(act, look)


def _form(request: HttpRequest, code: ErrorCode | None) -> forms.ErrorCodeForm:
    entry = code_entry(code) if code else None
    families = reading.fitting_families(entry.code) if entry else presenters.all_families()
    number = len(entry.meanings) + 1 if entry else 1
    sent = request.POST.copy() if request.method == "POST" else None
    if sent is not None:
        number = max(number, *(n for n in range(1, 6) if f"meaning_{n}_words" in sent or n == 1))
        if code:
            sent["code"] = code.display
    initial = forms.initial_of(entry) if entry else {"code": request.GET.get("code", "")[:100], "position": 0}
    if sets := wants_to_move(request):
        sent, initial = None, moved(request, sets, "meaning", forms.PARTS)
    return forms.ErrorCodeForm(sent, initial=initial, families=families, meanings=number)


def _answer(request: SignedInRequest, code: ErrorCode | None) -> HttpResponse:
    form, status, effect = _form(request, code), 200, None
    moves = wants_to_move(request)
    if request.method == "POST" and not moves:
        done: list[ErrorCode] = []
        effects: list[Effect] = []

        def act(typed: Values) -> None:
            entry, kept = forms.entry_of(typed, name=code.display if code else "")
            save = partial(_saving, entry, kept, code, typed["seen"], request)
            if wants_to_look(request):
                effects.append(_effect(code, entry, save))
            else:
                done.append(save())

        status = attempt(form, act, REFUSALS, latest=lambda: {"seen": reading.seen(code.pk) if code else ""})
        if done:
            messages.success(request, f"{done[0]}: saved. Pages and searches follow it from now on.")
            return redirect("editing:code", done[0].pk)
        effect, status = next(iter(effects), None), status or 200
    context = {**frame(request, HERE), "form": form, "code": code, "effect": effect}
    context["moved_to"] = moves and moves[1]
    if code:
        context |= {"page": presenters.page_of(code), "history": history("error code", *presenters.history_of(code))}
    return render(request, "editing/vocabulary/codes/one.html", context, status=status)


@needs(May.WRITE_ARTICLES)
@changes_words
def code(request: SignedInRequest, error_code: int) -> HttpResponse:
    if request.method == "POST" and not may(request.user, May.KEEP_VOCABULARY):
        raise Http404
    return _answer(request, find(error_code))


@needs(May.KEEP_VOCABULARY)
@changes_words
def new(request: SignedInRequest) -> HttpResponse:
    return _answer(request, None)


# --- All of it at once -----------------------------------------------------------------------------------------------


def _back(code: ErrorCode) -> tuple[str, str]:
    return reading.code_page(code), code.display


@needs(May.KEEP_VOCABULARY)
@changes_words
def rename(request: SignedInRequest, error_code: int) -> HttpResponse:
    code = find(error_code)
    name = " ".join(request.POST.get("name", "").split())
    could_join = reading.who_could_join(name, code) if name else []
    initial = {"name": code.display, "seen": reading.seen(error_code)}
    form = forms.RenameCodeForm(request.POST or None, initial=initial, could_join=could_join)

    def act(typed: Values) -> ErrorCode:
        joining = typed.get("joining") or []
        return actions.rename(code=code, name=typed["name"], joining=joining, since=typed["seen"], by=request.user)

    def effect(typed: Values) -> Effect:
        joining = typed.get("joining") or []
        texts = reading.texts_of(
            code_entry(code), also=[typed["name"], *code.members.values_list("display", flat=True)]
        )
        texts += (
            [rules.Family.parse(typed["name"]).example(typed["name"])] if presenters.is_family(typed["name"]) else []
        )
        notes = presenters.rename_notes(code, typed["name"], reading.who_would_leave(typed["name"], code), joining)
        keys = [code.pk, *code.members.values_list("pk", flat=True)]
        return effect_of(lambda: act(typed), lambda: reading.surroundings(texts, keys), notes)

    change = PreparedChange(
        here=HERE,
        heading=f"Rename {code.display}",
        lead="Its articles, notices and steps follow. Nobody who has the old name is turned away.",
        button=f"Rename {code.display}",
        back=_back(code),
        form=form,
        act=act,
        effect=effect,
        seen=lambda: reading.seen(error_code),
    )
    if page := change.answer(request):
        return page
    messages.success(request, f"{code.display} is now {form.cleaned_data['name']}. The old name leads here.")
    return redirect("editing:code", error_code)


@needs(May.KEEP_VOCABULARY)
@changes_words
def merge(request: SignedInRequest, error_code: int) -> HttpResponse:
    code = find(error_code)
    form = forms.MergeCodeForm(request.POST or None, initial={"seen": reading.seen(error_code)})

    def act(typed: Values) -> ErrorCode:
        return actions.merge(code=code, into=typed["into"], since=typed["seen"], by=request.user)

    def effect(typed: Values) -> Effect:
        into = find(typed["into"].pk)
        texts = reading.texts_of(code_entry(code), code_entry(into))
        look = partial(reading.surroundings, texts, [code.pk, into.pk])
        return effect_of(lambda: act(typed), look, presenters.merge_notes(code, into))

    change = PreparedChange(
        here=HERE,
        heading=f"Merge {code.display} into another code",
        lead="Two names of one error become one code. What names this one names the other from then on.",
        button=f"Merge {code.display}",
        back=_back(code),
        form=form,
        act=act,
        effect=effect,
        seen=lambda: reading.seen(error_code),
        is_warning=True,
    )
    if page := change.answer(request):
        return page
    into = form.cleaned_data["into"]
    messages.success(request, f"{code.display} is merged into {into}. Its names lead here.")
    return redirect("editing:code", into.pk)


@needs(May.KEEP_VOCABULARY)
@changes_words
def remove(request: SignedInRequest, error_code: int) -> HttpResponse:
    code = find(error_code)
    form = forms.RemoveForm(request.POST or None, initial={"seen": reading.seen(error_code)})

    def act(typed: Values) -> None:
        actions.remove(code=code, since=typed["seen"], by=request.user)

    texts = reading.texts_of(code_entry(code))
    change = PreparedChange(
        here=HERE,
        heading=f"Remove {code.display}",
        lead=presenters.remove_lead(code),
        button=f"Remove {code.display}",
        back=_back(code),
        form=form,
        act=act,
        effect=lambda typed: effect_of(lambda: act(typed), partial(reading.surroundings, texts, [error_code])),
        seen=lambda: reading.seen(error_code),
        hangs=reading.named(code).hangs,
        is_warning=True,
    )
    if page := change.answer(request):
        return page
    messages.success(request, f"{code.display}: removed.")
    return redirect("editing:codes")
