"""What the checks find in a draft, as pages show it: errors keep it from being published, warnings do not."""

from dataclasses import dataclass

from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article
from kb.editing.checks import Finding, check
from kb.editing.models import Draft
from kb.editing.reading import around_of
from kb.editing.wording import label_of


@dataclass(frozen=True)
class Found:
    label: str
    message: str
    address: str


@dataclass(frozen=True)
class Checked:
    errors: tuple[Found, ...]
    warnings: tuple[Found, ...]


def _found(finding: Finding, document: ArticleDocument) -> Found:
    return Found(label_of(finding.field, document), finding.message, finding.address)


def checked(document: ArticleDocument, *, draft: Draft, article: Article | None) -> Checked:
    new_codes = draft.new_codes.values_list("display", flat=True)
    findings = check(document, around_of(document, article=article, new_codes=list(new_codes)))
    return Checked(
        errors=tuple(_found(finding, document) for finding in findings if finding.is_error),
        warnings=tuple(_found(finding, document) for finding in findings if not finding.is_error),
    )
