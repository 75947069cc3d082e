"""Drafts that begin with something: what a person reported or told, or a code that nobody has explained yet."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.text import capfirst

from kb.accounts.models import User
from kb.catalogue import limits
from kb.catalogue.choices import Audience
from kb.catalogue.document import ArticleDocument, StepContent, SymptomContent
from kb.catalogue.lookup import look_up
from kb.editing.drafts.actions import begin
from kb.editing.drafts.reading import EMPTY
from kb.editing.models import FROM_REPORT, Draft
from kb.insight.models import CodeStory
from kb.insight.stories import actions as stories
from kb.lib.text import without_unseen
from kb.reports.models import Report
from kb.reports.privacy.anonymised import AnonymisedReport, problem_of
from kb.reports.triage.actions import note_begun

HELPED = "What helped a reader"


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


def _as_told(stories: Sequence[CodeStory]) -> ArticleDocument:
    """Everything that was told, each once, where whoever writes looks for it."""
    seen = [f"Seen in: {one.where}" for one in stories if one.where]
    doing = [f"While: {one.doing}" for one in stories if one.doing]
    helped = [one.helped for one in stories if one.helped]
    return replace(
        EMPTY,
        codes=(stories[-1].typed,),
        symptoms=tuple(SymptomContent("SIGN", text) for text in dict.fromkeys([*seen, *doing])),
        steps=tuple(StepContent(Audience.USER, title=HELPED, body=text) for text in dict.fromkeys(helped)),
    )


@transaction.atomic
def from_stories(*, code: str, by: User) -> Draft | None:
    """What readers told of a code goes into the draft, and stands nowhere else from then on. None where nothing waits:
    somebody else has begun with it, or it was discarded."""
    told = stories.take_all(code=code, by=by)
    return begin(by=by, document=_as_told(told), origin=f"told of {code}") if told else None


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
