"""The desk: one box, and the answer to what was said into it."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.catalogue.stopped import has_stopped
from kb.editing.stopped import stopped_lines
from kb.helpdesk.addresses import AnalystState, desk_address
from kb.helpdesk.calls.presenters import beside_the_box, escalations, outcome_said
from kb.helpdesk.desk.call_moment import CallMoment
from kb.helpdesk.desk.hearing import Heard, hear
from kb.helpdesk.desk.options import of_code, of_hit, of_organisation, of_start
from kb.helpdesk.desk.presenters import DeskAnswer
from kb.helpdesk.desk.reading import answer_to
from kb.helpdesk.desk.unwritten import of_unwritten
from kb.helpdesk.desk.whereabouts import whereabouts
from kb.insight.calls.actions import begin_call
from kb.insight.models import Call
from kb.insight.trends.reading import open_rises
from kb.lib.http import said, see
from kb.notices.presenters import present

IN_PLACE = "X-In-Place"  # sent by static/desk.js, which shows the answer without another request


def _live(moment: CallMoment) -> list[object]:
    return [present(notice, moment.now) for notice in moment.notices if notice.is_live_issue(moment.now)]


def _begin(request: SignedInRequest, heard: Heard, answer: DeskAnswer | None) -> Call | None:
    """What was opened for a caller waits for its outcome; so does a code that nobody has written down."""
    if answer:
        return begin_call(by=request.user, article=answer.article, code=answer.code)
    return begin_call(by=request.user, unwritten=heard.unwritten) if heard.unwritten else None


def _page(request: SignedInRequest, heard: Heard, state: AnalystState) -> HttpResponse:
    now = timezone.now()
    where = whereabouts(state.caller)
    moment = CallMoment.of(now, where.place)
    answer = answer_to(heard, moment, audience=state.audience, done=frozenset(state.done))
    if answer and state.call:
        answer = replace(answer, outcome=outcome_said(request.user, state.call))
    article = answer.article if answer else None
    call = _begin(request, heard, answer) if request.method == "POST" else None
    beside = beside_the_box(request.user, now)
    own = desk_address(answer.code.display if answer.code else answer.label) if answer else ""
    context = {
        "call": call.pk if call else state.call,
        "is_pinned": own in {line.address for line in beside.pinned},
        "heard": heard,
        "answer": answer,
        "audience": answer.current.key if answer and answer.current else state.audience,
        "where": where,
        "offered": [of_organisation(one) for one in where.offered],
        "candidates": [] if answer else [*map(of_code, heard.codes), *map(of_hit, heard.hits)],
        "others": [of_hit(hit) for hit in heard.hits] if answer else [],
        "near": [of_code(code) for code in heard.near],
        "unwritten": None if answer else of_unwritten(heard, moment),
        "choices": of_start(heard.start, now) if heard.start else (),
        "live": _live(moment),
        "rises": open_rises(now),
        "stopped": stopped_lines(article, request.user) if article and has_stopped(article) else (),
        "beside": beside,
        "escalations": escalations(),
        "said": said(request),
    }
    return render(request, "helpdesk/desk.html", context)


def _take(request: SignedInRequest) -> HttpResponse:
    """Sent, and not asked for: what a caller says stands in no address before it was reduced."""
    state = AnalystState.of(request.POST)
    heard = hear(state.q)
    address = desk_address(heard.text, audience=state.audience)
    if request.headers.get(IN_PLACE):
        response = _page(request, heard, state)
        response["Content-Location"] = address
        return response
    _begin(request, heard, answer_to(heard, CallMoment.of(timezone.now())))
    return see(address)


def _show(request: SignedInRequest) -> HttpResponse:
    state = AnalystState.of(request.GET)
    heard = hear(state.q)
    if heard.was_reduced:
        return see(desk_address(heard.text, audience=state.audience))
    return _page(request, heard, state)


@needs(May.USE_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: SignedInRequest) -> HttpResponse:
    return _take(request) if request.method == "POST" else _show(request)


@needs(May.USE_DESK)
@require_POST
def go(request: SignedInRequest) -> HttpResponse:
    """Where a button of the answer leads, with all that is set on it: a link would not say what was ticked since. Only
    leads on, and writes nothing.
    """
    state = AnalystState.of(request.POST)
    return see(state.way_to(request.POST.get("then", ""), request.POST.get("article", "")))
