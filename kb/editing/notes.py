"""What is said beside the boxes of the editor: what the checks find in the text, and what reviewers said of it."""

from kb.catalogue.document import ArticleDocument
from kb.editing.checks import check
from kb.editing.editor_page import Note
from kb.editing.models import Draft
from kb.editing.reading import around_of


def notes_on(document: ArticleDocument, draft: Draft, new_codes: list[str]) -> list[tuple[str, Note]]:
    """Errors first; comments are those that nobody has settled."""
    around = around_of(document, article=draft.article, new_codes=new_codes)
    found = [
        (finding.field, Note(finding.message, "error" if finding.is_error else "advice", finding.address))
        for finding in check(document, around)
    ]
    comments = draft.comments.filter(resolved_at__isnull=True).select_related("by").order_by("at", "pk")
    said = [
        (comment.field, Note(comment.text, "comment", by=comment.by.name if comment.by else "This site"))
        for comment in comments
    ]
    return [*said, *found]
