"""How a draft begins: from nothing, from an article, a copy of one, a report, or a code. And how it is discarded."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.catalogue import limits
from kb.catalogue.codes import MatchKind
from kb.catalogue.lookup import look_up
from kb.catalogue.models import Article
from kb.editing.drafts import actions as drafting
from kb.editing.drafts import beginning
from kb.editing.drafts.authors import case_of
from kb.editing.drafts.forms import CodeForm
from kb.editing.models import Draft
from kb.editing.refusals import Refusal
from kb.editing.rights import Act, refusal
from kb.insight.models import CodeStory
from kb.lib.http import see
from kb.lib.text import storable
from kb.reports.models import Report
from kb.reports.privacy.anonymised import AnonymisedReport, problem_of

MOST_INSTEAD = 5


@dataclass(frozen=True)
class Beginning:
    """What a draft would begin with, in words, and how to begin it."""

    heading: str
    words: str
    button: str
    begin: Callable[[], Draft]
    problem: AnonymisedReport | None = None
    instead: tuple[Article, ...] = ()  # what may be changed rather than written again


def _article(slug: str) -> Article:
    article = Article.objects.live().at_slug(slug).first()
    if article is None:
        raise Http404
    return article


def _of_article(slug: str, by: User) -> Beginning:
    article = _article(slug)
    is_begun = article.drafts.open().exists()
    words = "Somebody has begun one: you go on where they are." if is_begun else "The page stays as it is until then."
    heading = f"Change “{article.title}”"
    return Beginning(
        heading,
        words,
        "Open the draft" if is_begun else "Begin a draft",
        lambda: drafting.begin(by=by, article=article),
    )


def _of_copy(slug: str, by: User) -> Beginning:
    article = _article(slug)
    words = "A new article begins with its words. Give it a title and an address of its own."
    return Beginning(f"Copy “{article.title}”", words, "Copy it", lambda: drafting.copy_of(article=article, by=by))


def _of_report(reference: str, by: User) -> Beginning:
    """What people tell the desk is for the desk. An editor gets the problem alone, once the desk has asked for it."""
    reports = Report.objects if may(by, May.USE_DESK) else Report.objects.asking_for_article()
    report = get_object_or_404(reports.select_related("code", "service"), reference=reference)
    if draft := Draft.objects.open().from_report(report.reference).select_related("begun_by").first():
        words = f"{draft.begun_by.name} has begun one: you go on where they are."
    else:
        words = "This is taken over, without who sent it. Look for names and patient details before you go on."
    return Beginning(
        f"Write an article from report {report.reference}",
        words,
        "Open the draft" if draft else "Begin with this report",
        lambda: beginning.from_report(report=report, by=by),
        problem_of(report),
    )


def _of_code(code: str, by: User) -> Beginning:
    heading = f"Write an article for {code[:100]}"
    words = "It begins with this code. If we do not know the code yet, you say what it means."
    found = look_up(code)
    known = found.codes if found.kind == MatchKind.EXACT else ()
    about = {article.pk: article for one in known for article in Article.objects.live().about(one)[:MOST_INSTEAD]}
    return Beginning(
        heading,
        words,
        "Begin with this code",
        lambda: beginning.from_code(code=code, by=by),
        instead=tuple(about.values()),
    )


def _of_search(text: str, by: User) -> Beginning:
    words = "Its title begins with what people searched for: say it as somebody would who has the problem."
    heading = f"Write an article for “{capfirst(text[: limits.ARTICLE['title']])}”"
    return Beginning(heading, words, "Begin with these words", lambda: beginning.from_search(text=text, by=by))


def _of_stories(code: str, by: User) -> Beginning:
    told = CodeStory.objects.about(code)
    if not told.exists():
        raise Http404
    words = "It begins with all that readers told of it, and stands nowhere else from then on."
    heading = f"Write an article for {told.oldest_first().reverse()[0].typed}"
    return Beginning(heading, words, "Begin with this", lambda: _begun(code, by))


def _begun(code: str, by: User) -> Draft:
    draft = beginning.from_stories(code=code, by=by)
    if draft is None:
        raise Http404
    return draft


_WAYS: dict[str, Callable[[str, User], Beginning]] = {
    "article": _of_article,
    "copy": _of_copy,
    "report": _of_report,
    "code": _of_code,
    "search": _of_search,
    "told": _of_stories,
}


def _beginning(asked: QueryDict, by: User) -> tuple[Beginning, str]:
    for name, way in _WAYS.items():
        if text := storable(asked.get(name, "")).strip():
            return way(text, by), name
    words = "You can stop at any time: every word is kept, and only editors see it before it is reviewed."
    return Beginning("Write a new article", words, "Begin a new article", lambda: drafting.begin(by=by)), ""


@needs(May.WRITE_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    what, name = _beginning(asked, request.user)
    if request.method == "POST":
        return see(reverse("editing:edit", args=[what.begin().pk]))
    context = {"what": what, "name": name, "value": asked.get(name, ""), "of_code": CodeForm()}
    return render(request, "editing/new.html", context)


@needs(May.WRITE_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: SignedInRequest, draft: int) -> HttpResponse:
    found = get_object_or_404(Draft.objects.with_people(), pk=draft)
    refused = refusal(Act.DISCARD, case_of(request.user, found))
    problem = str(refused) if refused else ""
    if request.method == "POST":
        try:
            drafting.discard(draft=found, by=request.user)
        except Refusal as refused:
            problem = str(refused)
        else:
            messages.success(request, "The draft is discarded. What was written in it is kept, and nobody is shown it.")
            return redirect("editing:home")
    return render(
        request,
        "editing/discard.html",
        {"draft": found, "problem": problem},
        status=409 if request.method == "POST" else 200,
    )
