"""Two states of an article, or of a draft: word by word, and the later one as its page."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.catalogue.choices import AUDIENCES
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article
from kb.editing.compare.diff import compare
from kb.editing.compare.presenters import groups
from kb.editing.compare.reading import ComparedState, document_at, places_of, revisions_of, versions_of
from kb.editing.drafts.page import page_of_text
from kb.editing.drafts.reading import find_article, open_draft
from kb.editing.models import Draft
from kb.lib.http import reads_only
from kb.pages.article import ArticlePage


def _chosen(states: list[ComparedState], key: str, otherwise: int) -> ComparedState | None:
    """What the address names; where it names nothing, one by its place in the list."""
    if not key:
        return states[min(otherwise, len(states) - 1)] if states else None
    found = next((state for state in states if state.key == key), None)
    if found is None:
        raise Http404
    return found


def _as_page(
    request: SignedInRequest, document: ArticleDocument, article: Article | None, draft: Draft | None
) -> ArticlePage:
    """The links that choose whose steps to show keep what is compared."""
    asked = request.GET.get("for", "")
    audience = asked if asked in AUDIENCES else ""
    page = page_of_text(document, article=article, draft=draft, at=request.path, audience=audience)
    compared = {name: request.GET[name] for name in ("from", "to") if name in request.GET}
    choices = (replace(one, address=f"?{urlencode(compared | {'for': one.key})}") for one in page.choices)
    return replace(page, choices=tuple(choices), others=())


def _show(
    request: SignedInRequest,
    states: list[ComparedState],
    context: dict[str, Any],
    article: Article | None,
    draft: Draft | None,
) -> HttpResponse:
    after = _chosen(states, request.GET.get("to", ""), 0)
    before = _chosen(states, request.GET.get("from", ""), 1)
    documents = [document_at(state.key, article=article, draft=draft) if state else None for state in (before, after)]
    if documents[0] is None or documents[1] is None:
        raise Http404
    context = context | {
        "shown": _as_page(request, documents[1], article or (draft.article if draft else None), draft),
        "states": states,
        "before": before,
        "after": after,
        "groups": groups(compare(documents[0], documents[1], places_of(documents[0], documents[1]))),
    }
    return render(request, "editing/compare.html", context)


@needs(May.WRITE_ARTICLES)
@reads_only
def of_article(request: SignedInRequest, label: str) -> HttpResponse:
    article = find_article(label)
    draft = open_draft(article)
    at = reverse("editing:article", args=[label])
    context = {"title": article.title, "above": article.label, "above_address": at}
    return _show(request, [*revisions_of(draft), *versions_of(article)], context, article, draft)


@needs(May.WRITE_ARTICLES)
@reads_only
def of_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(Draft.objects.with_people(), pk=pk)
    at = reverse("editing:review", args=[pk])
    context = {"title": str(draft), "above": "The draft", "above_address": at}
    return _show(request, revisions_of(draft), context, None, draft)
