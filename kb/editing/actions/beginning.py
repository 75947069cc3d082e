"""Drafts that begin with something: what a person reported, or a code that nobody has explained yet."""

from dataclasses import replace

from kb.accounts.models import User
from kb.catalogue import limits
from kb.catalogue.document import ArticleDocument, Symptom
from kb.editing.actions.drafting import EMPTY, begin
from kb.editing.actions.publishing import FROM_REPORT
from kb.editing.models import Draft
from kb.lib import patient_data
from kb.reports.guarding import is_known_code
from kb.reports.models import Report


def what_they_saw(report: Report) -> str:
    """Their words, without their name, their contact and what looks like a patient's details."""
    text = patient_data.removed(report.text, patient_data.find(report.text, is_code=is_known_code))
    for own in (report.name, report.email, report.phone):
        if own:
            text = text.replace(own, patient_data.REMOVED)
    return text.strip()


def _document(report: Report) -> ArticleDocument:
    code = report.code.display if report.code else report.typed_code
    saw = what_they_saw(report)
    return replace(
        EMPTY,
        services=(report.service.slug,) if report.service else (),
        codes=(code,) if code else (),
        symptoms=(Symptom("SIGN", saw),) if saw else (),
    )


def from_report(*, report: Report, by: User) -> Draft:
    """When it is published, the report shows the article that answers it."""
    return begin(by=by, document=_document(report), origin=f"{FROM_REPORT}{report.reference}")


def from_code(*, code: str, by: User) -> Draft:
    """A code that people looked for and no article answers. It need not be known yet."""
    typed = " ".join(limits.without_unseen(code).split())[: limits.CODE["code"]]
    return begin(by=by, document=replace(EMPTY, codes=(typed,)), origin=f"code {typed}")
