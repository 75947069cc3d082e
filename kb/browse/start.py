"""Start: "it does not work, and I have no code". Each answer is a link; what was answered stands in the address."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from kb.browse.home import MOST_LIVE
from kb.browse.public import public_page
from kb.browse.rises import all_rises
from kb.browse.validity import Moment
from kb.catalogue.models import StartQuestion
from kb.catalogue.models.start import BEFORE
from kb.lib import markdown
from kb.notices.presenters import present
from kb.pages.read_out import read_out_of
from kb.pages.reading import site_advice
from kb.pages.start_way import StartPlace, answered_before


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
    before = answered_before(questions, found, request.GET.get(BEFORE, ""))
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
            "read_out": read_out_of(StartPlace(found, (before,) if before else ()).call),
            "answered": before,
            **site_advice().notes,
            "contacts": moment.contacts,
        },
    )
