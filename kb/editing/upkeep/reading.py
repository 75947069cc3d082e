"""Fetches what the editing page of one article shows."""

from kb.catalogue.models import Article
from kb.editing.models import Draft, Revision


def earlier_drafts(article: Article) -> list[tuple[Draft, list[str]]]:
    """What came of the changes before, each with the names of those who saved something in it. Two queries."""
    drafts = list(article.drafts.closed())
    writers: dict[int, list[str]] = {}
    saved = Revision.objects.filter(draft__in=drafts).order_by("number").values_list("draft_id", "by__name")
    for draft, name in saved:
        if name not in writers.setdefault(draft, []):
            writers[draft].append(name)
    return [(draft, writers.get(draft.pk, [])) for draft in drafts]
