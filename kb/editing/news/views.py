"""What is new for somebody stands on their home; here they say that they have read it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.editing.news.actions import mark_read
from kb.editing.requests import number


@needs(May.WRITE_ARTICLES)
@require_POST
def read(request: SignedInRequest) -> HttpResponse:
    rows = [number(text) for text in request.POST.getlist("news")]
    mark_read(by=request.user, rows=rows, now=timezone.now())
    return redirect("editing:home")
