"""The pages of chosen answers: all of them with a search to try, one of them, and taking one away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May, may
from kb.catalogue.actions import NotPublishable
from kb.editing.answers import actions
from kb.editing.answers.forms import ChosenAnswerForm, TryForm, entry_of
from kb.editing.refusals import Refusal
from kb.editing.requests import prefilled
from kb.editing.vocabulary.presenters import frame
from kb.lib.http import CONFLICT, reads_only
from kb.lib.panels import PanelRefusal, attempt
from kb.search.answers import reading
from kb.search.answers.document import AnswerEntry
from kb.search.choices import LeadsTo

REFUSALS = {
    NotPublishable: PanelRefusal(lambda refused: [(problem.field, problem.message) for problem in refused.problems]),
    Refusal: PanelRefusal(lambda refused: [(None, str(refused))], CONFLICT),
}


def _leads(entry: AnswerEntry) -> str:
    words = LeadsTo(entry.leads_to).label
    return f"{words}: {entry.which}" if entry.which else words


@needs(May.WRITE_ARTICLES)
@reads_only
def answers(request: SignedInRequest) -> HttpResponse:
    form = TryForm(request.GET if "text" in request.GET else None)
    text = form.cleaned_data["text"] if form.is_bound and form.is_valid() else ""
    tried = reading.chosen(text) if text else None
    rows = [(entry, _leads(entry)) for entry in reading.entries()]
    context = {
        **frame(request, "answers"),
        "form": form,
        "text": text,
        "tried": (tried, _leads(tried)) if tried else None,
        "phrases": [row for row in rows if not row[0].is_list],
        "lists": [row for row in rows if row[0].is_list],
        "may_change": may(request.user, May.REVIEW_ARTICLES),
    }
    return render(request, "editing/answers/all.html", context)


def _stored(slug: str) -> dict[str, object]:
    entry = reading.entry_of(get_object_or_404(reading.in_order(), slug=slug), timezone.now())
    return {**vars(entry), "seen": entry.fingerprint}


def _page(request: SignedInRequest, form: ChosenAnswerForm, slug: str, status: int = 200) -> HttpResponse:
    context = {**frame(request, "answers"), "form": form, "slug": slug}
    return render(request, "editing/answers/one.html", context, status=status)


@needs(May.REVIEW_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    if request.method == "POST":
        return _saved(request, "")
    last = max((entry.position for entry in reading.entries()), default=0)
    begins = prefilled(request.GET, ["phrase"])
    return _page(request, ChosenAnswerForm(initial={"position": last + 1, **begins}), "")


@needs(May.REVIEW_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, slug: str) -> HttpResponse:
    if request.method == "POST":
        return _saved(request, slug)
    return _page(request, ChosenAnswerForm(initial=_stored(slug)), slug)


def _saved(request: SignedInRequest, slug: str) -> HttpResponse:
    """A name stays: phrases, files and the audit know the row by it."""
    data = request.POST.copy()
    if slug:
        data["slug"] = slug
    form = ChosenAnswerForm(data)
    status = attempt(
        form,
        lambda typed: actions.save(entry=entry_of(typed), since=typed["seen"], by=request.user),
        REFUSALS,
        latest=lambda: {"seen": actions.seen(str(data.get("slug", "")))},
    )
    if status:
        return _page(request, form, slug, status)
    messages.success(request, f"{form.cleaned_data['slug']}: saved. The next search follows it.")
    return redirect("editing:answers")


@needs(May.REVIEW_ARTICLES)
@require_POST
def remove(request: SignedInRequest, slug: str) -> HttpResponse:
    form = ChosenAnswerForm(_stored(slug))
    since = request.POST.get("seen", "")
    status = attempt(form, lambda typed: actions.remove(slug=slug, since=since, by=request.user), REFUSALS, latest=dict)
    if status:
        return _page(request, form, slug, status)
    messages.success(request, f"{slug}: removed.")
    return redirect("editing:answers")
