"""The desk: one box, and the answer to what was said into it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.catalogue.stopped import has_stopped
from kb.editing.stopped import stopped_lines
from kb.helpdesk.addresses import desk_address
from kb.helpdesk.calls.presenters import beside_the_box, escalations
from kb.helpdesk.desk.call_moment import CallMoment
from kb.helpdesk.desk.forms import MOST_TICKED, HeardForm
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


def _page(request: SignedInRequest, heard: Heard, said_of: Mapping[str, Any]) -> HttpResponse:
    now, audience = timezone.now(), said_of["audience"]
    where = whereabouts(said_of["caller"])
    moment = CallMoment.of(now, where.place)
    done = frozenset(request.GET.getlist("done")[:MOST_TICKED])
    answer = answer_to(heard, moment, audience=audience, done=done)
    article = answer.article if answer else None
    call = _begin(request, heard, answer) if request.method == "POST" else None
    beside = beside_the_box(request.user, now)
    own = desk_address(answer.code.display if answer.code else answer.label) if answer else ""
    context = {
        "call": call.pk if call else said_of["call"],
        "is_pinned": own in {line.address for line in beside.pinned},
        "heard": heard,
        "answer": answer,
        "audience": audience,
        "where": where,
        "offered": [of_organisation(one, heard.text) for one in where.offered],
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
    form = HeardForm(request.POST)
    form.full_clean()
    heard = hear(form.cleaned_data["q"])
    address = desk_address(heard.text, audience=form.cleaned_data["audience"])
    if request.headers.get(IN_PLACE):
        response = _page(request, heard, form.cleaned_data)
        response["Content-Location"] = address
        return response
    _begin(request, heard, answer_to(heard, CallMoment.of(timezone.now())))
    return see(address)


def _show(request: SignedInRequest) -> HttpResponse:
    form = HeardForm(request.GET)
    form.full_clean()
    heard = hear(form.cleaned_data["q"])
    if heard.was_reduced:
        return see(desk_address(heard.text, audience=form.cleaned_data["audience"]))
    return _page(request, heard, form.cleaned_data)


@needs(May.USE_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: SignedInRequest) -> HttpResponse:
    return _take(request) if request.method == "POST" else _show(request)
