"""Who did what, and when: to search, and to take away."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kb.accounts.audit.export import export
from kb.accounts.audit.reading import AuditForm, Wanted, line
from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.lib import dates
from kb.lib.http import a_file, said
from kb.lib.listing import paging

ON_A_PAGE = 50


@needs(May.SEE_AUDIT)
@require_safe
def audit(request: SignedInRequest) -> HttpResponse:
    form = AuditForm(request.GET)
    wanted = Wanted.of(form)
    page = Paginator(wanted.entries(), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "wanted": wanted,
        "lines": [line(entry) for entry in page],
        "paging": paging(page, lambda number: wanted.address(page=number)),
        "export_address": wanted.address("accounts:audit-export"),
        "said": said(request),
    }
    return render(request, "accounts/audit.html", context)


@needs(May.SEE_AUDIT)
@require_POST
def take_away(request: SignedInRequest) -> HttpResponse:
    """The address says which list, as it does for the page."""
    written = export(wanted=Wanted.of(AuditForm(request.GET)), by=request.user)
    day = f"{dates.in_london(timezone.now()):%Y-%m-%d}"
    return a_file(written, f"audit-{day}.csv", "text/csv; charset=utf-8")
