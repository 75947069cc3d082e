"""The page of it for editors."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.insight.models import CodeStory
from kb.insight.stories import actions
from kb.insight.stories.reading import unwritten_codes
from kb.insight.stories.rules import LOOKS_BACK
from kb.lib.http import reads_only
from kb.lib.http import said as just_said


@needs(May.WRITE_ARTICLES)
@reads_only
def codes(request: SignedInRequest) -> HttpResponse:
    context = {"codes": unwritten_codes(timezone.now() - LOOKS_BACK), "said": just_said(request)}
    return render(request, "insight/codes.html", context)


@needs(May.WRITE_ARTICLES)
@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.discard(story=get_object_or_404(CodeStory, pk=pk), by=request.user)
    messages.success(request, "Discarded: nobody can read it any more.")
    return redirect("insight:codes")
