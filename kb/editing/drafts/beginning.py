"""Drafts that begin with something: what a person reported, or a code that nobody has explained yet."""

from dataclasses import replace

from django.db import transaction
from django.utils.text import capfirst

from kb.accounts.models import User
from kb.catalogue import limits
from kb.catalogue.document import ArticleDocument, SymptomContent
from kb.catalogue.lookup import look_up
from kb.editing.drafts.actions import begin
from kb.editing.drafts.reading import EMPTY
from kb.editing.models import FROM_REPORT, Draft
from kb.lib.text import without_unseen
from kb.reports.models import Report
from kb.reports.privacy.anonymised import AnonymisedReport, problem_of
from kb.reports.triage.actions import note_begun


def _document(problem: AnonymisedReport) -> ArticleDocument:
    return replace(
        EMPTY,
        services=(problem.service.slug,) if problem.service else (),
        codes=(problem.code,) if problem.code else (),
        symptoms=(SymptomContent("SIGN", problem.words),) if problem.words else (),
    )


@transaction.atomic
def from_report(*, report: Report, by: User) -> Draft:
    """Without who sent it. When it is published, the report shows the article that answers it.

    A report that has an open draft gets no other: that one is returned.
    """
    # Locked, so that of two who begin at once the second finds the draft of the first.
    Report.objects.select_for_update().get(pk=report.pk)
    report = Report.objects.select_related("code", "service").get(pk=report.pk)
    if draft := Draft.objects.open().from_report(report.reference).first():
        return draft
    note_begun(report=report, by=by)
    return begin(by=by, document=_document(problem_of(report)), origin=f"{FROM_REPORT}{report.reference}")


def from_search(*, text: str, by: User) -> Draft:
    """What people searched for and did not find."""
    words = " ".join(without_unseen(text).split())[: limits.ARTICLE["title"]]
    found = [look_up(word).only for word in words.split() if any(sign.isdecimal() for sign in word)]
    codes = tuple(dict.fromkeys(code.display for code in found if code))
    return begin(by=by, document=replace(EMPTY, title=capfirst(words), codes=codes), origin=f"search {words}")


def from_code(*, code: str, by: User) -> Draft:
    """A code that people looked for and no article answers. It need not be known yet."""
    typed = " ".join(without_unseen(code).split())[: limits.CODE["code"]]
    return begin(by=by, document=replace(EMPTY, codes=(typed,)), origin=f"code {typed}")
