"""The page of one report, and each thing that the desk can do on it."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.catalogue.models import Article
from kb.lib import dates
from kb.lib.http import CONFLICT, reads_only, said
from kb.lib.panels import Panel, PanelRefusal, Panels, Shown
from kb.lib.text import storable
from kb.outbox.actions import AlreadySettled, replay
from kb.reports.delivery_keys import deliveries_of, posted_under
from kb.reports.history import NOTHING_YET, AlreadyEmptied, ChangedMeanwhile
from kb.reports.models import Event, Report
from kb.reports.triage import actions as triage
from kb.reports.triage import merging
from kb.reports.triage.forms import (
    ArticleForm,
    AskForm,
    AssignForm,
    MergeReportForm,
    NoteForm,
    StateForm,
    TicketForm,
)
from kb.reports.triage.presenters import report_page

ERASED = "What this report told is erased, so nothing more can be done to it."


def _changed_meanwhile(latest: Event) -> str:
    who = latest.by.name if latest.by else "The reporter or this site"
    what = f"{latest.get_kind_display()}, at {dates.clock(latest.at)}"
    return (
        f"{who} changed this report since you opened it ({what}). Nothing of yours is lost: it is still in the form. "
        "Look at the history, then send it again."
    )


def find(reference: str) -> Report:
    return get_object_or_404(Report.objects.whole(), reference=storable(reference, " "))


def page_of(request: SignedInRequest, report: Report) -> Any:  # noqa: ANN401 - ReportPage
    now = timezone.now()
    keys = (report.reference, report.digest_key)
    deliveries = deliveries_of(*keys)
    stuck = posted_under(keys).needing_attention(now)
    return report_page(
        report,
        named=Article.objects.filter(number__in=[*report.read_articles, *report.tried_articles]).by_number(),
        deliveries=deliveries,
        stuck=set(stuck.values_list("pk", flat=True)),
        is_mine=report.assigned_to == request.user,
        now=now,
    )


def _show(request: SignedInRequest, report: Report, shown: Shown) -> HttpResponse:
    context = {
        "page": page_of(request, report),
        "forms": shown.forms,
        "problem": shown.problem,
        "with_triage": settings.REPORT_TRIAGE,
        "said": said(request),
    }
    return render(request, "reports/desk_report.html", context, status=shown.status)


@needs(May.USE_DESK)
@reads_only
def detail(request: SignedInRequest, reference: str) -> HttpResponse:
    if reference != reference.upper():
        return redirect("reports:detail", reference=reference.upper())
    return PANELS.page(request, find(reference))


# --- What can be done on it ----------------------------------------------------------------------------------------


def with_triage() -> bool:
    return settings.REPORT_TRIAGE


def seen(report: Report) -> dict[str, int]:
    """Which state of it the page shows: the number of its latest event. Fetch the report `whole()` first."""
    return {"seen": max((event.pk for event in report.events.all()), default=NOTHING_YET)}


def _after(request: SignedInRequest, report: Report, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("reports:detail", reference=report.reference)


def _assign(*, report: Report, to: str, seen: int, by: User) -> object:
    return triage.assign(report=report, to=by if to == "ME" else None, seen=seen, by=by)


def _ask(*, report: Report, wanted: bool, seen: int, by: User) -> object:
    return triage.ask_for_article(report=report, is_wanted=wanted, seen=seen, by=by)


REFUSALS = {
    ChangedMeanwhile: PanelRefusal(lambda meanwhile: [(None, _changed_meanwhile(meanwhile.latest))], CONFLICT),
    AlreadyEmptied: PanelRefusal(lambda emptied: [(None, ERASED)], CONFLICT),
    merging.NotToBeMerged: PanelRefusal(lambda refused: [("into", str(refused))]),
}
_panel = partial(Panel, right=May.USE_DESK, is_offered=with_triage)
PANELS = Panels(
    noun="report",
    guard=needs,
    may=lambda person, report: partial(may, person),
    find=find,
    show=_show,
    after=_after,
    refusals=REFUSALS,
    seen=seen,
    panels={
        "state": _panel(
            StateForm, triage.change_state, "The state is changed.", begins_with=lambda report: {"state": report.state}
        ),
        "assign": _panel(AssignForm, _assign, "It is changed who works on this report."),
        "ticket": _panel(
            TicketForm,
            triage.set_ticket_number,
            "The ticket number is kept.",
            begins_with=lambda report: {"number": report.ticket_number},
            is_offered=lambda: True,
        ),
        "note": _panel(NoteForm, triage.add_note, "The note is kept."),
        "article": _panel(
            ArticleForm,
            triage.link_article,
            "The link is changed.",
            begins_with=lambda report: {"article": report.article.label if report.article else ""},
        ),
        "ask": _panel(
            AskForm, _ask, "It is changed whether the editors are asked for an article.", is_offered=lambda: True
        ),
        "merge": _panel(MergeReportForm, merging.merge, "This report is closed as a duplicate."),
    },
)


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
