"""What is wrong with the content, what harms most first, and the list as a table."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kb.accounts.audit import record_alone
from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.editing.health.listing import COLUMNS, HealthList
from kb.editing.health.presenters import health_rows
from kb.lib.http import reads_only


@needs(May.WRITE_ARTICLES)
@reads_only
def health(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    listing = HealthList(request, now)
    context = {"listing": listing, "rows": health_rows(listing.page, request.user, now)}
    return render(request, "editing/health.html", context)


@needs(May.WRITE_ARTICLES)
@require_POST
def take_away(request: SignedInRequest) -> HttpResponse:
    record = partial(record_alone, by=request.user, verb="exported content health", subject="content health")
    listing = HealthList(request, timezone.now())
    return listing.take_away("content-health", COLUMNS, record=lambda detail: record(detail=detail))
