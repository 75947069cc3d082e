"""What people searched for: the page, and its list as a table to take away."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kb.accounts.audit import record_alone
from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May, abilities_of
from kb.insight.searches.presenters import SEARCH_COLUMNS, search_rows, search_table, word_rows
from kb.insight.searches.reading import LOOKS_BACK, displayed, unknown_words, without_an_answer
from kb.lib import safe_csv
from kb.lib.dates import in_london
from kb.lib.http import a_file, reads_only


@needs(May.WRITE_ARTICLES)
@reads_only
def searches(request: SignedInRequest) -> HttpResponse:
    since = timezone.now() - LOOKS_BACK
    found, abilities = without_an_answer(since), abilities_of(request.user)
    context = {
        "searches": search_rows(found, displayed(found), abilities),
        "words": word_rows(unknown_words(since), abilities),
    }
    return render(request, "insight/searches.html", context)


@needs(May.WRITE_ARTICLES)
@require_POST
def export(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    found = without_an_answer(now - LOOKS_BACK)
    table = safe_csv.for_a_spreadsheet(SEARCH_COLUMNS, search_table(found, displayed(found)))
    record_alone(by=request.user, verb="exported searches", subject="searches", detail={"searches": len(found)})
    return a_file(table, f"searches-{in_london(now):%Y-%m-%d}.csv", "text/csv; charset=utf-8")
