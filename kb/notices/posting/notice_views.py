"""One notice as staff see it, and what can be done with it."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.models import User
from kb.accounts.roles import may
from kb.lib.http import reads_only
from kb.lib.http import said as just_said
from kb.lib.panels import Panel, Panels, Shown
from kb.notices.document import NoticeKind
from kb.notices.models import Notice
from kb.notices.posting import actions, forms
from kb.notices.posting.views import REFUSALS
from kb.notices.presenters import present_in_full
from kb.notices.rights import POST, PUBLISH


def find(slug: str) -> Notice:
    return get_object_or_404(Notice.objects.with_parts(), slug=slug)


def _show(request: SignedInRequest, notice: Notice, shown: Shown) -> HttpResponse:
    now = timezone.now()
    context = {
        "row": notice,
        "notice": present_in_full(notice, now),
        "forms": shown.forms,
        "problem": shown.problem,
        "is_live": notice.kind == NoticeKind.LIVE,
        "has_ended": notice.has_ended(now),
        "has_started": notice.has_started(now),
        "may_publish": shown.may(PUBLISH),
        "said": just_said(request),
    }
    return render(request, "notices/notice.html", context, status=shown.status)


def _after(request: SignedInRequest, notice: Notice, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("notices:notice", notice.slug)


def _tell(*, notice: Notice, text: str, by: User) -> object:
    return actions.say(notice=notice, state="", text=text, by=by)


def _seen(notice: Notice) -> dict[str, int]:
    return {"seen": notice.version}


_changes = partial(Panel, act=actions.change, right=PUBLISH)
PANELS = Panels(
    noun="notice",
    guard=needs,
    may=lambda person, notice: partial(may, person),
    find=find,
    show=_show,
    after=_after,
    refusals=REFUSALS,
    seen=_seen,
    panels={
        "live-update": Panel(
            forms.LiveUpdateForm,
            actions.say,
            "The update is on the site.",
            POST,
            begins_with=lambda notice: {"state": notice.state},
        ),
        "planned-update": Panel(forms.PlannedUpdateForm, _tell, "The update is on the site.", POST),
        "end": Panel(forms.EndForm, actions.end, "It has ended. The site says so.", POST),
        "put-back": Panel(forms.PutBackForm, actions.put_back, "It is live again. It is on home now.", POST),
        "dates": _changes(forms.ChangeDatesForm, said="The dates are changed.", begins_with=forms.dates_of),
        "concerns": _changes(
            forms.ChangeConcernsForm, said="What it concerns is changed.", begins_with=forms.concerns_of
        ),
        "words": _changes(forms.ChangeWordsForm, said="The words are changed.", begins_with=forms.words_of),
    },
)


@needs(POST)
@reads_only
def notice(request: SignedInRequest, slug: str) -> HttpResponse:
    return PANELS.page(request, find(slug))
