"""Fetches a draft or its article, and what the checks find in a text."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from kb.catalogue import labels, numbers
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article
from kb.checks import Finding, check
from kb.checks.context import context_of
from kb.editing.models import Draft, Revision

EMPTY = ArticleDocument(title="", slug="", summary="", category="")


@dataclass(frozen=True)
class DraftFinding:
    label: str
    message: str
    address: str


@dataclass(frozen=True)
class Checked:
    errors: tuple[DraftFinding, ...]
    warnings: tuple[DraftFinding, ...]


def _found(finding: Finding, document: ArticleDocument) -> DraftFinding:
    return DraftFinding(labels.label_of(finding.field, document), finding.message, finding.address)


def findings_in(document: ArticleDocument, draft: Draft, new_codes: Collection[str]) -> tuple[Finding, ...]:
    """`new_codes` are those that come with the draft."""
    return check(document, context_of(document, article=draft.article, new_codes=new_codes))


def checked(document: ArticleDocument, *, draft: Draft) -> Checked:
    found = findings_in(document, draft, list(draft.new_codes.values_list("display", flat=True)))
    return Checked(
        errors=tuple(_found(finding, document) for finding in found if finding.is_error),
        warnings=tuple(_found(finding, document) for finding in found if not finding.is_error),
    )


def find_article(label: str) -> Article:
    """By its number as people say it, KB0018, and in no other spelling: one address for one page."""
    number = numbers.number_in(label)
    if number is None or numbers.label_of(number) != label:
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
