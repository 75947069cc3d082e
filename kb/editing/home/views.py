"""The editors' home, and the list of all articles from their side."""

from functools import cached_property

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kb.accounts.browser_texts import browser_texts
from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May, may
from kb.catalogue.models import Article
from kb.catalogue.models.article import ArticleQuerySet
from kb.catalogue.numbers import number_in
from kb.editing.home.finding import articles_with, drafts_with, results_of
from kb.editing.home.presenters import article_row, found_draft, sections
from kb.editing.home.reading import articles_without_owner, attention, due_articles
from kb.editing.news.presenters import news_lines
from kb.editing.upkeep.forms import next_review
from kb.lib import dates
from kb.lib.http import reads_only, said
from kb.lib.listing import Choice, Listing, Words
from kb.search.finder import Results

DUE, NOBODY, WITHDRAWN = "due", "nobody", "withdrawn"
WHICH = [
    ("", "All live articles"),
    (DUE, "Reviews due"),
    (NOBODY, "Nobody looks after them"),
    (WITHDRAWN, "Withdrawn or expired"),
]


class ArticleList(Listing):
    address = "editing:articles"
    one, many = "article", "articles"

    q = Words("Error code, number or words", max_length=150, input_type="search")
    which = Choice("Which", choices=WHICH)

    def filter_queryset(self, rows: ArticleQuerySet) -> ArticleQuerySet:
        found = _of_kind(self.chosen.get("which", ""))
        if self.results:
            found = articles_with(found, self.words, self.results)
        return found.select_related("ownership__owner", "ownership__deputy")

    @property
    def words(self) -> str:
        return str(self.chosen.get("q", "")).strip()

    @property
    def which_chosen(self) -> str:
        return str(self.chosen.get("which", ""))

    @cached_property
    def results(self) -> Results | None:
        return results_of(self.words) if self.words else None


@needs(May.WRITE_ARTICLES)
@reads_only
def home(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    found = attention(request.user, now)
    every = sections(found, person=request.user, now=now)
    context = {
        "sections": [section for section in every if section.rows],
        "empty": [section for section in every if not section.rows],
        "news": news_lines(found.news.rows, now),
        "more_news": found.news.number - len(found.news.rows),
        "without_owner": found.without_owner,
        "stories": found.stories,
        "next_review": next_review(dates.in_london(now).date()).isoformat(),
        "may_see_audit": may(request.user, May.SEE_AUDIT),
        "may_import": may(request.user, May.IMPORT_FILES),
        "may_keep_contacts": may(request.user, May.MANAGE_CONTACTS),
        "find": ArticleList(request, Article.objects.none()).form,
        "said": said(request),
        "tag": browser_texts(request.user).tag,
    }
    return render(request, "editing/home.html", context)


def _of_kind(which: str) -> ArticleQuerySet:
    now = timezone.now()
    if which == DUE:
        return due_articles(now).order_by("review_due_on", "number")
    if which == NOBODY:
        return articles_without_owner(now).by_number()
    if which == WITHDRAWN:
        return Article.objects.filter(Q(withdrawn_at__isnull=False) | Q(expires_at__lte=now)).by_number()
    return Article.objects.live(now).by_number()


@needs(May.WRITE_ARTICLES)
@reads_only
def articles(request: SignedInRequest) -> HttpResponse:
    """A number that somebody knows leads straight to its article."""
    now = timezone.now()
    listing = ArticleList(request, Article.objects.all())
    number = number_in(listing.words)
    if number is not None and (known := Article.objects.filter(number=number).first()):
        return redirect("editing:article", known.label)
    drafts = drafts_with(listing.words, listing.results) if listing.results and listing.page.number == 1 else []
    context = {
        "listing": listing,
        "rows": [article_row(article, now) for article in listing.page],
        "drafts": [found_draft(draft, now) for draft in drafts],
    }
    return render(request, "editing/articles.html", context)
