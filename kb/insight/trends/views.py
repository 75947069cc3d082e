"""What more people than usual look up, and what the desk does about it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.insight.models import Rise
from kb.insight.trends import actions
from kb.insight.trends.reading import open_rises
from kb.lib.http import reads_only
from kb.lib.http import said as just_said
from kb.notices.models import NoticeTemplate


@needs(May.USE_DESK)
@reads_only
def rises(request: SignedInRequest) -> HttpResponse:
    context = {
        "rises": open_rises(timezone.now()),
        "templates": NoticeTemplate.objects.of_live_issues(),
        "said": just_said(request),
    }
    return render(request, "insight/rises.html", context)


@needs(May.USE_DESK)
@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.confirm(rise=get_object_or_404(Rise, pk=pk), by=request.user)
    messages.success(request, "Confirmed. The page of it, Start and the live issues say so now.")
    return redirect("insight:rises")


@needs(May.USE_DESK)
@require_POST
def switch_off(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.switch_off(rise=get_object_or_404(Rise, pk=pk), by=request.user)
    messages.success(request, "Switched off. It is not noticed again while it goes on.")
    return redirect("insight:rises")
