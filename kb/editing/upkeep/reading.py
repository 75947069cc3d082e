"""Fetches what the editing page of one article shows."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from kb.catalogue.models import Article
from kb.catalogue.numbers import label_of, number_in
from kb.editing.models import Draft, NextOwner, Ownership, Revision


def find_article(label: str) -> Article:
    """By its number as people say it, KB0018, and in no other spelling: one address for one page."""
    number = number_in(label)
    if number is None or label_of(number) != label:
        raise Http404
    found = Article.objects.select_related(
        "category", "replacement", "reviewed_by", "ownership__owner", "ownership__deputy"
    )
    return get_object_or_404(found, number=number)


def open_draft(article: Article) -> Draft | None:
    return article.drafts.open().select_related("begun_by").first()


def earlier_drafts(article: Article) -> list[tuple[Draft, list[str]]]:
    """What came of the changes before, each with the names of those who saved something in it. Two queries."""
    drafts = list(article.drafts.closed())
    writers: dict[int, list[str]] = {}
    saved = Revision.objects.filter(draft__in=drafts).order_by("number").values_list("draft_id", "by__name")
    for draft, name in saved:
        if name not in writers.setdefault(draft, []):
            writers[draft].append(name)
    return [(draft, writers.get(draft.pk, [])) for draft in drafts]


def ownership_of(article: Article) -> Ownership | None:
    return getattr(article, "ownership", None)


def ownership_for(draft: Draft) -> NextOwner | Ownership | None:
    """Who was chosen with the draft, else who looks after its article now. Fetch the draft with both."""
    return getattr(draft, "next_owner", None) or getattr(draft.article, "ownership", None)
