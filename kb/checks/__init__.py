"""What is wrong with an article before it is published, and what could be better. Pure: asks nothing, changes nothing.

`check(document, context)` is the door. Errors block publishing, warnings do not. Any document may be checked, however
unfinished; the work grows as the text does.
"""

from kb.catalogue.document import ArticleDocument
from kb.checks import completeness, duplicates, error_codes, links, marks, personal, plain_english
from kb.checks.finding import CheckContext, Finding, SimilarArticle
from kb.checks.passages import Subject

__all__ = ["CheckContext", "Finding", "SimilarArticle", "check"]

_CHECKS = (completeness, personal, error_codes, links, marks, plain_english, duplicates)


def check(document: ArticleDocument, context: CheckContext) -> tuple[Finding, ...]:
    """Errors first; each thing said once."""
    subject = Subject(document, context)
    found = dict.fromkeys(finding for each in _CHECKS for finding in each.findings(subject))
    return tuple(sorted(found, key=lambda finding: not finding.is_error))
