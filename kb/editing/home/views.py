"""The editors' home, and the list of all articles from their side."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May, may
from kb.catalogue.models import Article
from kb.catalogue.numbers import number_in
from kb.catalogue.querysets import ArticleQuerySet
from kb.editing.home.presenters import article_row, sections
from kb.editing.home.reading import articles_without_steward, attention, due_articles
from kb.editing.upkeep.forms import next_review
from kb.lib import dates
from kb.lib.forms import NHSForm, SelectField, TextField
from kb.lib.http import said
from kb.lib.listing import paging

ON_A_PAGE = 50
DUE, NOBODY, WITHDRAWN = "due", "nobody", "withdrawn"
WHICH = [
    ("", "All live articles"),
    (DUE, "Reviews due"),
    (NOBODY, "Nobody looks after them"),
    (WITHDRAWN, "Withdrawn or expired"),
]


class FindForm(NHSForm):
    marks_optional = False

    q = TextField("Number or words of the title", required=False, max_length=150, input_type="search")
    which = SelectField("Which", required=False, choices=WHICH)


@needs(May.WRITE_ARTICLES)
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    found = attention(request.user, now)
    context = {
        "sections": sections(found, person=request.user, now=now),
        "without_steward": found.without_steward,
        "next_review": next_review(dates.in_london(now).date()).isoformat(),
        "may_see_audit": may(request.user, May.SEE_AUDIT),
        "find": FindForm(),
        "said": said(request),
    }
    return render(request, "editing/home.html", context)


def _of_kind(which: str) -> ArticleQuerySet:
    now = timezone.now()
    if which == DUE:
        return due_articles(now).order_by("review_due_on", "number")
    if which == NOBODY:
        return articles_without_steward(now).by_number()
    if which == WITHDRAWN:
        return Article.objects.filter(Q(withdrawn_at__isnull=False) | Q(expires_at__lte=now)).by_number()
    return Article.objects.live(now).by_number()


@needs(May.WRITE_ARTICLES)
@require_safe
def articles(request: SignedInRequest) -> HttpResponse:
    """A number that somebody knows leads straight to its article."""
    now = timezone.now()
    form = FindForm(request.GET)
    form.is_valid()
    text, which = form.cleaned_data.get("q", ""), form.cleaned_data.get("which", "")
    number = number_in(text)
    if number is not None and (known := Article.objects.filter(number=number).first()):
        return redirect("editing:article", known.label)
    found = _of_kind(which)
    for word in text.split():
        found = found.filter(title__icontains=word)
    listed = found.select_related("stewardship__owner", "stewardship__deputy")
    page = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    asked = {name: value for name, value in (("q", text), ("which", which)) if value}
    at = reverse("editing:articles")
    context = {
        "form": form,
        "rows": [article_row(article, now) for article in page],
        "is_narrowed": bool(asked),
        "paging": paging(page, lambda number: f"{at}?{urlencode(asked | {'page': number})}"),
    }
    return render(request, "editing/articles.html", context)
