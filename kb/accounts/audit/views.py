"""Who did what, and when: to search, and to take away."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from kb.accounts.audit import record_alone
from kb.accounts.audit.reading import COLUMNS, AuditList, lines
from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.models import AuditEntry
from kb.accounts.roles import May
from kb.lib.http import reads_only, said


@needs(May.SEE_AUDIT)
@reads_only
def audit(request: SignedInRequest) -> HttpResponse:
    listing = AuditList(request, AuditEntry.objects.newest_first())
    context = {"listing": listing, "lines": lines(listing.page), "said": said(request)}
    return render(request, "accounts/audit.html", context)


@needs(May.SEE_AUDIT)
@require_POST
def take_away(request: SignedInRequest) -> HttpResponse:
    listing = AuditList(request, AuditEntry.objects.select_related("actor").newest_first())
    record = partial(record_alone, by=request.user, verb="exported the audit trail", subject="audit trail")
    return listing.take_away("audit", COLUMNS, record=lambda detail: record(detail=detail))
