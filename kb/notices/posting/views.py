"""The list of notices, posting one, and confirming that there is none."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import may
from kb.lib.forms import NHSForm
from kb.lib.http import CONFLICT, reads_only
from kb.lib.http import said as just_said
from kb.lib.panels import PanelRefusal, Values, attempt
from kb.notices.document import NoticeKind, NoticeRefused
from kb.notices.models import AllClear, Notice, NoticeTemplate
from kb.notices.posting import actions, forms
from kb.notices.posting.listing import NoticeList, rows_of
from kb.notices.posting.reading import articles_like, codes_like
from kb.notices.presenters import said
from kb.notices.refusals import NoticeRefusal
from kb.notices.rights import POST, PUBLISH

REFUSALS = {
    NoticeRefused: PanelRefusal(lambda refused: [(problem.field, problem.message) for problem in refused.problems]),
    NoticeRefusal: PanelRefusal(lambda refused: [(None, str(refused))], CONFLICT),
}
EDITED = ["GET", "HEAD", "POST"]
OFFERS = {"codes": codes_like, "articles": articles_like}
LONGEST_TYPED = 80  # as static/combobox.js asks


def _page(request: SignedInRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    listing = NoticeList(request, now)
    live = list(Notice.objects.live(now).with_latest().most_urgent_first())
    confirmed = AllClear.objects.select_related("by").latest_before(now)
    context = {
        "live": rows_of(live, now),
        "templates": NoticeTemplate.objects.of_live_issues(),
        "planned_templates": NoticeTemplate.objects.filter(kind=NoticeKind.PLANNED).in_order(),
        "listing": listing,
        "rows": rows_of(list(listing.page), now),
        "may_publish": may(request.user, PUBLISH),
        "confirmed": f"{said(confirmed.at, now)} by {confirmed.by.name}" if confirmed else "",
        "problem": problem,
        "said": just_said(request),
    }
    return render(request, "notices/list.html", context, status=status)


@needs(POST)
@reads_only
def notices(request: SignedInRequest) -> HttpResponse:
    return _page(request)


@needs(POST)
@require_POST
def confirm(request: SignedInRequest) -> HttpResponse:
    try:
        actions.confirm_no_live_issue(by=request.user)
    except NoticeRefusal as refused:
        return _page(request, problem=str(refused), status=CONFLICT)
    messages.success(request, "Confirmed. For 24 hours the site says that we know of no live issue.")
    return redirect("notices:list")


@needs(POST)
@reads_only
def suggest(request: SignedInRequest, what: str) -> HttpResponse:
    """The options of a list below a box, for a script: codes or articles by what is typed."""
    if what not in OFFERS:
        raise Http404
    offered = OFFERS[what](request.GET.get("q", "")[:LONGEST_TYPED])
    return render(request, "notices/_offered.html", {"offered": offered})


def _posted(request: SignedInRequest, form: NHSForm, act: Callable[[Values], Notice]) -> HttpResponse | int:
    """To the page of what was posted; else the status that says why it was not."""
    posted: list[Notice] = []
    if status := attempt(form, lambda typed: posted.append(act(typed)), REFUSALS, latest=dict):
        return status
    notice = posted[0]
    words = "Posted. It is on home now" if notice.kind == NoticeKind.LIVE else "Posted"
    messages.success(request, f"{words}, and on the pages that it concerns.")
    return redirect("notices:notice", notice.slug)


def _split(typed: Values, kind: str) -> tuple[dict[str, object], str]:
    """What the notice says, and what is known of it so far."""
    values = {**typed, "kind": kind}
    return values, str(values.pop("known", ""))


@needs(PUBLISH)
@require_http_methods(EDITED)
def new(request: SignedInRequest, kind: str) -> HttpResponse:
    """In one's own words; `?from=` begins with those of a template."""
    if kind not in {"live", "planned"}:
        raise Http404
    kind = kind.upper()
    status = 200
    if request.method == "POST":
        form = forms.FORMS[kind](request.POST)

        def act(typed: Values) -> Notice:
            values, known = _split(typed, kind)
            return actions.post(values=values, known=known, by=request.user)

        answer = _posted(request, form, act)
        if not isinstance(answer, int):
            return answer
        status = answer
    else:
        form = forms.FORMS[kind](initial=_begins_with(request, kind))
    context = {"form": form, "kind": kind, "template": None}
    return render(request, "notices/new.html", context, status=status)


def _begins_with(request: SignedInRequest, kind: str) -> dict[str, object]:
    asked = request.GET.get("from", "")
    template = NoticeTemplate.objects.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else None  # noqa: PLR2004 - what a database counts to
    begins = dict(forms.begins_now(timezone.now())) if kind == NoticeKind.LIVE else {}
    if template is None:
        return begins
    return {**begins, **forms.words_of(template), **forms.concerns_of(template)}


@needs(POST)
@require_http_methods(EDITED)
def from_template(request: SignedInRequest, pk: int) -> HttpResponse:
    """A live issue in the words of a template: one press of a button where nothing else is to be said."""
    template = get_object_or_404(NoticeTemplate.objects.of_live_issues(), pk=pk)
    status = 200
    if request.method == "POST":
        form = forms.FromTemplateForm(request.POST)

        def act(typed: Values) -> Notice:
            values, known = _split(typed, template.kind)
            return actions.post_from_template(template=template, values=values, known=known, by=request.user)

        answer = _posted(request, form, act)
        if not isinstance(answer, int):
            return answer
        status = answer
    else:
        begins = {"severity": template.severity, **forms.begins_now(timezone.now()), **forms.concerns_of(template)}
        begins |= forms.concerns_asked(request.GET.get("about", ""))
        form = forms.FromTemplateForm(initial=begins)
    context = {"form": form, "template": template, "may_publish": may(request.user, PUBLISH)}
    return render(request, "notices/from_template.html", context, status=status)
