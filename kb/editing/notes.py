"""What is said beside the boxes of the editor: what the checks find in the text, and what reviewers said of it."""

from kb.catalogue.document import ArticleDocument
from kb.catalogue.labels import label_of
from kb.editing.checked import findings_in
from kb.editing.editor.presenters import Note
from kb.editing.models import Draft


def notes_on(document: ArticleDocument, draft: Draft) -> list[tuple[str, Note]]:
    """Errors first; comments are those that nobody has settled."""
    new_codes = list(draft.new_codes.values_list("display", flat=True))
    found = [
        (
            finding.field,
            Note(
                finding.message,
                "error" if finding.is_error else "advice",
                finding.address,
                label=label_of(finding.field, document),
            ),
        )
        for finding in findings_in(document, draft, new_codes)
    ]
    comments = draft.comments.filter(resolved_at__isnull=True).select_related("by").order_by("at", "pk")
    said = [
        (comment.field, Note(comment.text, "comment", by=comment.by.name if comment.by else "This site"))
        for comment in comments
    ]
    return [*said, *found]
