"""The page of figures, and the table of each."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kb.accounts.audit import record_alone
from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.insight.figures.presenters import FIGURES, PERIODS, FigurePeriod, every_figure
from kb.lib import dates, safe_csv
from kb.lib.http import a_file, reads_only


def _period(request: SignedInRequest) -> FigurePeriod:
    asked = request.GET.get("weeks", "")
    return next((period for period in PERIODS if period.key == asked), PERIODS[0])


@needs(May.WRITE_ARTICLES)
@reads_only
def figures(request: SignedInRequest) -> HttpResponse:
    period = _period(request)
    ways = [
        {
            "text": one.words,
            "address": f"{reverse('insight:figures')}?weeks={one.key}",
            "is_current": one == period,
        }
        for one in PERIODS
    ]
    context = {"figures": every_figure(timezone.now(), period), "period": period, "ways": ways}
    return render(request, "insight/figures.html", context)


@needs(May.WRITE_ARTICLES)
@require_POST
def take_away(request: SignedInRequest, key: str) -> HttpResponse:
    if key not in FIGURES:
        raise Http404
    now, period = timezone.now(), _period(request)
    figure = FIGURES[key](now, period)
    detail = {"figure": key, "weeks": period.weeks, "rows": len(figure.rows)}
    record_alone(by=request.user, verb="exported figures", subject="figures", detail=detail)
    table = safe_csv.for_a_spreadsheet(figure.columns, figure.rows)
    return a_file(table, f"{key}-{dates.in_london(now):%Y-%m-%d}.csv", "text/csv; charset=utf-8")
