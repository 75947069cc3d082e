"""Answering a report: the article's steps are offered as text, which the desk changes before it goes out."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.catalogue.models import Article
from kb.lib.panels import PanelRefusal, attempt
from kb.reports.delivery.mails import plain_address
from kb.reports.models import Report
from kb.reports.triage.answering import BY_EMAIL, BY_PHONE, NoEmailAddress, answer
from kb.reports.triage.forms import AnswerForm
from kb.reports.triage.suggested_answer import suggested_answer
from kb.reports.triage.views import REFUSALS, find, page_of, seen

MOST_OFFERED = 5
NO_ADDRESS = "They gave no email address that mail can reach. Phone them, then note the answer here."
REFUSALS_OF_ANSWER = {**REFUSALS, NoEmailAddress: PanelRefusal(lambda refused: [("how", NO_ADDRESS)])}


def _offered(report: Report) -> list[Article]:
    """Articles whose steps may be the answer: the one it is linked to, then those that answer its code."""
    linked = [report.article] if report.article else []
    about = list(Article.objects.live().about(report.code)[:MOST_OFFERED]) if report.code else []
    return list({article.pk: article for article in (*linked, *about)}.values())


def _chosen(request: HttpRequest, offered: list[Article]) -> Article | None:
    wanted = request.GET.get("article", offered[0].label if offered else "")
    return Article.objects.live().called(wanted)


def _fresh(request: SignedInRequest, report: Report, article: Article | None) -> AnswerForm:
    address = f"{settings.SITE_URL}{article.get_absolute_url()}" if article else ""
    initial = {
        **seen(report),
        "how": BY_EMAIL if plain_address(report.email) else BY_PHONE,
        "text": suggested_answer(report, article, address=address),
        "article": article.number if article else "",
    }
    return AnswerForm(email=plain_address(report.email), initial=initial)


def _try(request: SignedInRequest, report: Report) -> tuple[AnswerForm, int]:
    form = AnswerForm(request.POST, email=plain_address(report.email))

    def act(typed: Mapping[str, Any]) -> object:
        asked = {name: typed[name] for name in ("text", "how", "article", "seen")}
        return answer(report=report, **asked, by=request.user)

    return form, attempt(form, act, REFUSALS_OF_ANSWER, latest=lambda: seen(find(report.reference)))


@needs(May.USE_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_report(request: SignedInRequest, reference: str) -> HttpResponse:
    if not settings.REPORT_TRIAGE:
        raise Http404
    report, status = find(reference), 200
    offered = _offered(report)
    article = _chosen(request, offered)
    if request.method == "POST":
        form, status = _try(request, report)
        if not status:
            messages.success(request, "The answer is kept, and goes out by email if you chose that.")
            return redirect("reports:detail", reference=reference)
        report = find(reference)
    else:
        form = _fresh(request, report, article)
    context = {"form": form, "page": page_of(request, report), "offered": offered, "article": article}
    return render(request, "reports/desk_answer.html", context, status=status)
