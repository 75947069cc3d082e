"""What an editor finds by words or a code: articles as readers find them, then by title; and everybody's drafts."""

from collections.abc import Iterable

from django.db.models import Case, F, IntegerField, Q, Value, When

from kb.catalogue import codes
from kb.catalogue.models.article import ArticleQuerySet
from kb.editing.models import Draft
from kb.search.finder import MOST_RESULTS, Results, find

MOST_DRAFTS = 20


def results_of(words: str) -> Results:
    return find(words, limit=MOST_RESULTS)


def articles_with(rows: ArticleQuerySet, words: str, results: Results) -> ArticleQuerySet:
    """Of the rows, those that the search found, the best first, and those whose title has all the words."""
    hits = [] if results.nothing_fits else [hit.article.pk for hit in results.found]
    order = Case(
        *(When(pk=pk, then=Value(place)) for place, pk in enumerate(hits)),
        default=Value(MOST_RESULTS),
        output_field=IntegerField(),
    )
    return rows.filter(Q(pk__in=hits) | _has_all("title", words.split())).order_by(order, "number")


def drafts_with(words: str, results: Results) -> list[Draft]:
    """Open drafts whose title has all the words, or that answer or bring with them the code; the latest first."""
    wanted = _has_all("title", words.split())
    for display in {code.display for named in results.codes for code in named.codes}:
        wanted |= Q(revisions__number=F("number"), revisions__content__codes__icontains=f'"{display}"')
    if key := codes.normal(words):
        wanted |= Q(new_codes__normal=key)
    return list(
        Draft.objects.open().with_people().filter(wanted).distinct().order_by("-changed_at", "-pk")[:MOST_DRAFTS]
    )


def _has_all(field: str, words: Iterable[str]) -> Q:
    found = Q()
    for word in words:
        found &= Q(**{f"{field}__icontains": word})
    return found
