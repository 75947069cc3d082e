"""`put_live` behind the checks: what they call an error keeps a draft from being published, whoever approved it."""

from typing import Any

from kb.catalogue import actions as catalogue
from kb.catalogue.actions import NotPublishable
from kb.catalogue.document import ArticleDocument, Problem
from kb.catalogue.models import Article
from kb.checks import check
from kb.checks.context import context_of


def put_live(*, document: ArticleDocument, article: Article | None, **facts: Any) -> Article:  # noqa: ANN401 - passed on
    """Raises NotPublishable, with the field as the checks name it."""
    findings = check(document, context_of(document, article=article, is_advised=False))
    errors = [Problem(finding.field, finding.message) for finding in findings if finding.is_error]
    if errors:
        raise NotPublishable(errors)
    return catalogue.put_live(document=document, article=article, **facts)
