"""Whom a version of an article reached, as far as anything kept says it."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from kb.accounts.audit import record_alone
from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.insight.carried.listing import CarriedList
from kb.lib.http import reads_only


@needs(May.REVIEW_ARTICLES)
@reads_only
def carried(request: SignedInRequest) -> HttpResponse:
    listing = CarriedList(request)
    context = {
        "listing": listing,
        "headings": [heading for heading, _ in listing.columns],
        "rows": [[say(row) for _, say in listing.columns] for row in listing.page],
    }
    return render(request, "insight/carried.html", context)


@needs(May.REVIEW_ARTICLES)
@require_POST
def take_away(request: SignedInRequest) -> HttpResponse:
    listing = CarriedList(request)
    subject = listing.about.label if listing.about else "no article"
    record = partial(record_alone, by=request.user, verb="exported what carried an article", subject=subject)
    return listing.take_away("carried", listing.columns, record=lambda detail: record(detail=detail))
