"""Start: "it does not work, and I have no code". Each answer is a link; what was answered stands in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from kb.browse.home import MOST_LIVE
from kb.browse.public import public_page
from kb.browse.rises import all_rises
from kb.browse.validity import Moment
from kb.catalogue.call_numbers import CallNumberKind
from kb.catalogue.models import StartQuestion
from kb.lib import markdown
from kb.notices.presenters import present
from kb.pages.read_out import read_out
from kb.pages.reading import site_advice


@dataclass(frozen=True)
class StartChoice:
    """An answer to choose; its number is what the help desk says on the phone."""

    number: int
    text: str
    hint: str
    address: str


def choices_of(question: StartQuestion, at: datetime) -> tuple[StartChoice, ...]:
    """Fetch the question `whole()` first."""
    return tuple(
        StartChoice(answer.position, answer.text, answer.hint, answer.address_at(at))
        for answer in question.answers.all()
    )


@dataclass(frozen=True)
class Answered:
    """What was answered to come here, and the address of the question."""

    question: str
    number: int
    text: str
    address: str


def _answered(questions: Sequence[StartQuestion], asked: StartQuestion) -> Answered | None:
    """Known only where one answer alone leads here: who comes from a common problem of home has answered nothing."""
    leading = [
        Answered(question.title, answer.position, answer.text, question.get_absolute_url())
        for question in questions
        for answer in question.answers.all()
        if answer.leads_to_id == asked.pk
    ]
    is_entered = any(asked.shortcuts.all())
    return leading[0] if len(leading) == 1 and not is_entered else None


@public_page
def start(request: HttpRequest, moment: Moment, slug: str = "") -> HttpResponse:
    questions = list(StartQuestion.objects.whole().prefetch_related("shortcuts"))
    found = next((one for one in questions if (one.slug == slug if slug else one.is_first)), None)
    if found is None and slug and questions:
        # An address that was read out, or kept, may outlive its question.
        return HttpResponseRedirect(reverse("browse:start"))
    if found is None:
        raise Http404
    if found.is_first and slug:
        return HttpResponseRedirect(found.get_absolute_url())
    live = [notice for notice in moment.notices if notice.is_live_issue(moment.now)]
    return TemplateResponse(
        request,
        "browse/start.html",
        {
            "question": found,
            "hint": markdown.to_html(found.hint),
            "choices": choices_of(found, moment.now),
            "live": [present(notice, moment.now) for notice in live[:MOST_LIVE]],
            "rises": all_rises(moment),
            "read_out": read_out(CallNumberKind.START, found.pk),
            "answered": _answered(questions, found),
            **site_advice().notes,
            "contacts": moment.contacts,
        },
    )
