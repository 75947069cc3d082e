"""Who looks after many articles, and when they are looked at again: chosen in the list, read, then done at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.catalogue.models import Article
from kb.catalogue.models.article import ArticleQuerySet
from kb.catalogue.numbers import number_in
from kb.editing.home.presenters import changed_together
from kb.editing.home.views import ArticleList
from kb.editing.refusals import Refusal
from kb.editing.upkeep import actions as upkeep
from kb.editing.upkeep.forms import TogetherForm, writers
from kb.lib.panels import PanelRefusal, Refusals, Values, attempt

MOST_AT_ONCE = 200
REFUSALS: Refusals = {Refusal: PanelRefusal(lambda refused: [(None, str(refused))])}


def _chosen(request: HttpRequest) -> ArticleQuerySet:
    """Those that were ticked, or all that the list finds. Withdrawn ones have nobody to look after them."""
    sent = request.POST if request.method == "POST" else request.GET
    if "all" in request.GET and request.method != "POST":
        found = ArticleList(request, Article.objects.all()).qs
    else:
        numbers = {number for label in sent.getlist("article") if (number := number_in(label)) is not None}
        found = Article.objects.filter(number__in=sorted(numbers)[:MOST_AT_ONCE]).by_number()
    rows: ArticleQuerySet = found.filter(withdrawn_at__isnull=True)
    return rows.select_related("ownership__owner", "ownership__deputy")


@needs(May.WRITE_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: SignedInRequest) -> HttpResponse:
    found = list(_chosen(request)[: MOST_AT_ONCE + 1])
    articles = found[:MOST_AT_ONCE]
    form = TogetherForm(request.POST if request.method == "POST" else None, people=writers())
    typed: Values | None = None
    status, done = 200, 0

    def press(values: Values) -> None:
        nonlocal typed, done
        typed = values
        if request.POST.get("press") == "do":
            done = upkeep.look_after(articles=articles, by=request.user, **values)

    if request.method == "POST" and articles:
        status = attempt(form, press, REFUSALS, latest=dict) or 200
    if done:
        messages.success(request, f"Done: {done} article{'' if done == 1 else 's'} changed.")
        return redirect("editing:articles")
    changes = changed_together(articles, typed) if typed and not form.errors else ()
    context = {
        "form": form,
        "articles": articles,
        "has_more": len(found) > MOST_AT_ONCE,
        "most": MOST_AT_ONCE,
        "changes": changes,
        "number": sum(row.is_changed for row in changes),
    }
    return render(request, "editing/together.html", context, status=status)
