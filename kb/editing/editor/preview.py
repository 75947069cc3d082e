"""A draft as its page will be, for each audience: the same words and components as the public page."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.catalogue.choices import AUDIENCES
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Category, ErrorCode
from kb.editing.drafts import actions as drafting
from kb.editing.editor.requests import for_scripts
from kb.editing.editor.views import find
from kb.editing.models import Draft
from kb.pages.article import ArticlePage, Identity, page_of
from kb.pages.parts import PageLink
from kb.pages.reading import context_of, related_to


def _identity(draft: Draft, document: ArticleDocument, at: str) -> Identity:
    category = Category.objects.filter(slug=document.category).first()
    article = draft.article
    return Identity(
        label=article.label if article else "New article",
        number=str(article.number) if article else "",
        address=at,
        canonical="",
        permanent=at,
        version=article.version if article else 0,
        category=PageLink(category.name, category.get_absolute_url()) if category else PageLink("No topic yet", at),
        reviewed="A draft: nobody outside the editors can read it",
        is_draft=True,
    )


def page_of_draft(draft: Draft, document: ArticleDocument, *, at: str, audience: str) -> ArticlePage:
    """Whichever text of the draft, shown at an address of the editors."""
    new_codes = [ErrorCode(display=code.display) for code in draft.new_codes.all()]
    context = replace(context_of(document, new_codes=new_codes), related=related_to(document))
    shown = replace(document, title=document.title or "No title yet")
    return page_of(
        _identity(draft, document, at), shown, context, at=at, audience=audience, kept="", now=timezone.now()
    )


def _asked(request: SignedInRequest, draft: Draft, at: str) -> dict[str, Any]:
    asked = request.GET.get("for", "")
    document = drafting.document_of(drafting.latest(draft))
    page = page_of_draft(draft, document, at=at, audience=asked if asked in AUDIENCES else "user")
    return {"draft": draft, "page": page}


@needs(May.WRITE_ARTICLES)
@require_safe
def preview(request: SignedInRequest, draft: int) -> HttpResponse:
    found = find(draft)
    context = _asked(request, found, reverse("editing:preview", args=[found.pk]))
    context["is_narrow"] = request.GET.get("width") == "phone"
    return render(request, "editing/preview.html", context)


@xframe_options_sameorigin
@csp_override(settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]})
@for_scripts
@needs(May.WRITE_ARTICLES)
@require_safe
def frame(request: SignedInRequest, draft: int) -> HttpResponse:
    """The same without the frame of the site: the one page that may stand in a frame, and only in ours."""
    found = find(draft)
    context = _asked(request, found, reverse("editing:preview-frame", args=[found.pk]))
    return render(request, "editing/preview_frame.html", context)
