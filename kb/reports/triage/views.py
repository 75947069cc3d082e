"""The page of one report, and each thing that the desk can do on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kb.accounts.guards import SignedInRequest, View, needs
from kb.accounts.models import User
from kb.accounts.roles import May
from kb.catalogue.models import Article
from kb.lib import dates
from kb.lib.http import said
from kb.outbox.actions import AlreadySettled, replay
from kb.reports.delivery.keys import deliveries_of, posted_under
from kb.reports.history import NOTHING_YET, AlreadyEmptied, ChangedMeanwhile
from kb.reports.models import Event, Report
from kb.reports.triage import actions as asking
from kb.reports.triage import actions as triage
from kb.reports.triage import merging
from kb.reports.triage.forms import (
    ArticleForm,
    AskForm,
    AssignForm,
    MergeForm,
    NoteForm,
    SeenForm,
    StateForm,
    TicketForm,
)
from kb.reports.triage.presenters import report_page

CONFLICT = 409
UNPROCESSABLE = 422
ERASED = "What this report told is erased, so nothing more can be done to it."


def changed_meanwhile(latest: Event) -> str:
    who = latest.by.name if latest.by else "The reporter or this site"
    what = f"{latest.get_kind_display()}, at {dates.clock(latest.at)}"
    return (
        f"{who} changed this report since you opened it ({what}). Nothing of yours is lost: it is still in the form. "
        "Look at the history, then send it again."
    )


def find(reference: str) -> Report:
    return get_object_or_404(Report.objects.whole(), reference=reference)


def latest_seen(report: Report) -> int:
    """Fetch the report `whole()` first."""
    return max((event.pk for event in report.events.all()), default=NOTHING_YET)


def page_of(request: SignedInRequest, report: Report) -> Any:  # noqa: ANN401 - ReportPage
    now = timezone.now()
    keys = (report.reference, report.digest_key)
    deliveries = deliveries_of(*keys)
    stuck = posted_under(keys).needing_attention(now)
    return report_page(
        report,
        read=Article.objects.filter(number__in=report.read_articles).by_number(),
        deliveries=deliveries,
        stuck=set(stuck.values_list("pk", flat=True)),
        is_mine=report.assigned_to == request.user,
        now=now,
    )


def _initial(report: Report) -> dict[str, dict[str, Any]]:
    return {
        "state": {"state": report.state},
        "ticket": {"number": report.ticket_number},
        "article": {"article": report.article.label if report.article else ""},
    }


def show(
    request: SignedInRequest, report: Report, bound: Mapping[str, SeenForm] | None = None, status: int = 200
) -> HttpResponse:
    bound = bound or {}
    initial = _initial(report)
    forms = {
        name: bound.get(name)
        or change.form(auto_id=f"{name}_%s", initial={"seen": latest_seen(report), **initial.get(name, {})})
        for name, change in CHANGES.items()
    }
    context = {
        "page": page_of(request, report),
        "forms": forms,
        "problem": next(iter(bound.values()), None),
        "with_triage": settings.REPORT_TRIAGE,
        "said": said(request),
    }
    return render(request, "reports/desk_report.html", context, status=status)


@needs(May.USE_DESK)
@require_safe
def detail(request: SignedInRequest, reference: str) -> HttpResponse:
    if reference != reference.upper():
        return redirect("reports:detail", reference=reference.upper())
    return show(request, find(reference))


# --- What can be done on it ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One form of the page, the one action behind it, and what is said when it is done."""

    form: type[SeenForm]
    act: Callable[[Report, Mapping[str, Any], User], object]
    said: str
    is_triage: bool = True


def _assign(report: Report, typed: Mapping[str, Any], by: User) -> object:
    to = by if typed["to"] == "ME" else None
    return triage.assign(report=report, to=to, seen=typed["seen"], by=by)


CHANGES = {
    "state": Change(
        StateForm, lambda report, typed, by: triage.change_state(report=report, **typed, by=by), "The state is changed."
    ),
    "assign": Change(AssignForm, _assign, "It is changed who works on this report."),
    "ticket": Change(
        TicketForm,
        lambda report, typed, by: triage.set_ticket_number(report=report, **typed, by=by),
        "The ticket number is kept.",
        is_triage=False,
    ),
    "note": Change(
        NoteForm, lambda report, typed, by: triage.add_note(report=report, **typed, by=by), "The note is kept."
    ),
    "article": Change(
        ArticleForm,
        lambda report, typed, by: triage.link_article(report=report, **typed, by=by),
        "The link is changed.",
    ),
    "ask": Change(
        AskForm,
        lambda report, typed, by: asking.ask_for_article(
            report=report, is_wanted=typed["wanted"], seen=typed["seen"], by=by
        ),
        "It is changed whether the editors are asked for an article.",
        is_triage=False,
    ),
    "merge": Change(
        MergeForm,
        lambda report, typed, by: merging.merge(report=report, **typed, by=by),
        "This report is closed as a duplicate.",
    ),
}


def with_latest(request: SignedInRequest, report: Report) -> Any:  # noqa: ANN401 - a QueryDict
    """What was typed, as if it had been typed on the page as it is now."""
    data = request.POST.copy()
    data["seen"] = str(latest_seen(find(report.reference)))
    return data


def _try(request: SignedInRequest, report: Report, name: str) -> tuple[SeenForm, int]:
    """The form, with a problem in it if it could not be done; and the status that says so."""
    change = CHANGES[name]
    form = change.form(request.POST, auto_id=f"{name}_%s")
    if not form.is_valid():
        return form, UNPROCESSABLE
    try:
        change.act(report, form.cleaned_data, request.user)
    except ChangedMeanwhile as meanwhile:
        form = change.form(with_latest(request, report), auto_id=f"{name}_%s")
        form.add_error(None, changed_meanwhile(meanwhile.latest))
        return form, CONFLICT
    except AlreadyEmptied:
        form.add_error(None, ERASED)
        return form, CONFLICT
    except merging.NotToBeMerged as refused:
        form.add_error("into", str(refused))
        return form, UNPROCESSABLE
    return form, 0


def _view_of(name: str) -> View[str]:
    @needs(May.USE_DESK)
    @require_POST
    def view(request: SignedInRequest, reference: str) -> HttpResponse:
        if CHANGES[name].is_triage and not settings.REPORT_TRIAGE:
            raise Http404
        report = find(reference)
        form, status = _try(request, report, name)
        if status:
            return show(request, find(reference), {name: form}, status)
        messages.success(request, CHANGES[name].said)
        return redirect("reports:detail", reference=reference)

    return view


change_state = _view_of("state")
assign = _view_of("assign")
set_ticket_number = _view_of("ticket")
add_note = _view_of("note")
link_article = _view_of("article")
ask_for_article = _view_of("ask")
merge = _view_of("merge")


@needs(May.USE_DESK)
@require_POST
def try_again(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    report = find(reference)
    delivery = get_object_or_404(posted_under([report.reference, report.digest_key]), pk=pk)
    try:
        replay(delivery=delivery, by=request.user)
    except AlreadySettled:
        messages.success(request, "It is not tried again: it was handed over, or dropped, in the meantime.")
    else:
        messages.success(request, "It is tried again as soon as the worker comes to it.")
    return redirect("reports:detail", reference=reference)
