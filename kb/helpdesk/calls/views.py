"""One click: what came of a call; and pinning, from the same bar."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.helpdesk.addresses import AnalystState
from kb.helpdesk.calls.forms import SAID, OutcomeForm, RecordForm, SubjectForm
from kb.helpdesk.pins.actions import TooManyPins, turn_pin
from kb.insight.calls.actions import CallRefused, record_call, say_outcome
from kb.insight.models import Call
from kb.lib.http import see

CHOOSE = "Nothing was kept: choose what came of it."


def _back(request: SignedInRequest, call: Call | None = None) -> HttpResponse:
    """To what is open, as it was set; with the call that was kept, so that another outcome corrects it."""
    state = AnalystState.of(request.POST)
    return see((replace(state, call=call.pk) if call else state).address)


@needs(May.USE_DESK)
@require_POST
def record(request: SignedInRequest) -> HttpResponse:
    """Of what is open. A call that waits for the same article or code is that call."""
    form = RecordForm(request.POST)
    if not form.is_valid():
        messages.success(request, CHOOSE)
        return _back(request)
    typed = form.cleaned_data
    subject = {name: typed[name] for name in ("article", "code", "version")}
    try:
        call = record_call(by=request.user, **subject, said_before=typed["call"], **form.said)
    except CallRefused as refused:
        messages.success(request, str(refused))
        return _back(request)
    messages.success(request, f"Kept: {SAID[typed['outcome']]}.")
    return _back(request, call)


@needs(May.USE_DESK)
@require_POST
def outcome(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of one that waits."""
    call, form = get_object_or_404(Call, pk=pk), OutcomeForm(request.POST)
    if not form.is_valid():
        messages.success(request, CHOOSE)
        return _back(request)
    try:
        say_outcome(call=call, by=request.user, **form.said)
    except CallRefused as refused:
        messages.success(request, str(refused))
    else:
        messages.success(request, f"Kept: {SAID[form.cleaned_data['outcome']]}.")
    return _back(request)


@needs(May.USE_DESK)
@require_POST
def pin(request: SignedInRequest) -> HttpResponse:
    form = SubjectForm(request.POST)
    if not form.is_valid():
        return _back(request)
    try:
        is_pinned = turn_pin(by=request.user, article=form.cleaned_data["article"], code=form.cleaned_data["code"])
    except TooManyPins as refused:
        messages.success(request, str(refused))
    else:
        messages.success(request, "Pinned." if is_pinned else "No longer pinned.")
    return _back(request)
