"""A draft as its page will be, for each audience: the same words and components as the public page."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.catalogue.choices import AUDIENCES
from kb.editing.drafts import actions as drafting
from kb.editing.drafts.page import page_of_draft
from kb.editing.models import Draft
from kb.editing.requests import for_scripts
from kb.lib.http import reads_only


def _asked(request: SignedInRequest, draft: Draft, at: str) -> dict[str, Any]:
    asked = request.GET.get("for", "")
    document = drafting.latest(draft).document
    page = page_of_draft(draft, document, at=at, audience=asked if asked in AUDIENCES else "")
    return {"draft": draft, "page": page}


@needs(May.WRITE_ARTICLES)
@reads_only
def preview(request: SignedInRequest, draft: int) -> HttpResponse:
    found = get_object_or_404(Draft.objects.with_people(), pk=draft)
    context = _asked(request, found, reverse("editing:preview", args=[found.pk]))
    context["is_narrow"] = request.GET.get("width") == "phone"
    return render(request, "editing/preview.html", context)


@xframe_options_sameorigin
@csp_override(settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]})
@for_scripts
@needs(May.WRITE_ARTICLES)
@reads_only
def frame(request: SignedInRequest, draft: int) -> HttpResponse:
    """The same without the frame of the site: the one page that may stand in a frame, and only in ours."""
    found = get_object_or_404(Draft.objects.with_people(), pk=draft)
    context = _asked(request, found, reverse("editing:preview-frame", args=[found.pk]))
    return render(request, "editing/preview_frame.html", context)
