"""That somebody looked at a page, or searched: said by its script, and by whoever acts without one."""

from datetime import datetime
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone

from kb.accounts.guards import same_site_post
from kb.accounts.throttle import client_address
from kb.accounts.work import has_session
from kb.browse.forms import SearchOutcomeForm
from kb.catalogue.lookup import look_up
from kb.catalogue.models import Article
from kb.insight.models.view import LONGEST_SUBJECT
from kb.insight.searches.actions import OutcomeNote, SearchNote
from kb.insight.searches.actions import notebook as searches
from kb.insight.seen.actions import notebook
from kb.insight.seen.rules import ARTICLE, CODE, is_robot, of_code, of_unknown
from kb.insight.visits.keys import visit_of
from kb.lib.http import kept_by_nobody
from kb.lib.text import is_storable

NOTHING_TO_SAY = 204
# Pages that may be the answer to a search. Who can help and the report form are where it ends without one.
ANSWERS = {
    f"browse:{name}"
    for name in ("article", "code", "vendor", "service", "category", "start", "start-question", "notices", "words")
}


def _visit_that_counts(request: HttpRequest, now: datetime) -> str:
    """Nothing of staff, since an analyst's look-up is a call; nor of programs that say what they are."""
    browser = request.headers.get("User-Agent", "")
    if has_session(request) or is_robot(browser):
        return ""
    return visit_of(address=client_address(request), browser=browser, now=now)


def note_seen(request: HttpRequest, subject: str) -> None:
    """Nothing is written here, and nothing can fail."""
    if not subject or len(subject) > LONGEST_SUBJECT or not is_storable(subject):
        return
    now = timezone.now()
    if visit := _visit_that_counts(request, now):
        notebook.note(subject=subject, visit=visit, now=now)


def note_search(request: HttpRequest, text: str, subject: str) -> None:
    """Of a text that was reduced; `subject` where all of it is one code. Written later, as far as it may be kept."""
    now = timezone.now()
    if text and (visit := _visit_that_counts(request, now)):
        kind, _, code = subject.partition(":")
        searches.note(SearchNote(text, visit, now, code if kind == CODE else ""))


def _opened(path: str) -> str:
    """What of our pages a search led to, by the address; nothing for those that do not answer one."""
    try:
        found = resolve(unquote(path)) if is_storable(path) else None
    except Resolver404:
        return ""
    if found is None or found.view_name not in ANSWERS:
        return ""
    if found.view_name == "browse:article":
        article = Article.objects.at_slug(found.kwargs["slug"]).first()
        return f"{ARTICLE}:{article.number}" if article else ""
    if found.view_name == "browse:code":
        code = look_up(found.kwargs["typed"].rstrip("/")).only
        return of_code(code.normal) if code else ""
    return f"page:{found.url_name}"


@kept_by_nobody()
@same_site_post
def outcome(request: HttpRequest) -> HttpResponse:
    """What the page of a search says came of it. The text says only which search of this visit is meant."""
    said, now = SearchOutcomeForm(request.POST), timezone.now()
    if said.is_valid() and (visit := _visit_that_counts(request, now)):
        told = said.cleaned_data
        opened = _opened(told["opened"]) if told["opened"] else ""
        if opened or told["number"] is not None:
            note = OutcomeNote(told["q"], visit, now, told["number"], is_sure=told["sure"], opened=opened)
            searches.note(note)
    return HttpResponse(status=NOTHING_TO_SAY)


@kept_by_nobody()
@same_site_post
def seen(request: HttpRequest) -> HttpResponse:
    subject = request.POST.get("page", "")
    kind, _, name = subject.partition(":")
    note_seen(request, of_unknown(name) if kind == "unknown" else subject)
    return HttpResponse(status=NOTHING_TO_SAY)
