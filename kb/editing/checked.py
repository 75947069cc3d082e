"""What the checks find in a draft, as pages show it: errors keep it from being published, warnings do not."""

from collections.abc import Collection
from dataclasses import dataclass

from kb.catalogue.document import ArticleDocument
from kb.catalogue.labels import label_of
from kb.checks import Finding, check
from kb.checks.context import context_of
from kb.editing.models import Draft


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


def findings_in(document: ArticleDocument, draft: Draft, new_codes: Collection[str]) -> tuple[Finding, ...]:
    """`new_codes` are those that come with the draft."""
    return check(document, context_of(document, article=draft.article, new_codes=new_codes))


def checked(document: ArticleDocument, *, draft: Draft) -> Checked:
    found = findings_in(document, draft, list(draft.new_codes.values_list("display", flat=True)))
    return Checked(
        errors=tuple(_found(finding, document) for finding in found if finding.is_error),
        warnings=tuple(_found(finding, document) for finding in found if not finding.is_error),
    )
