"""That somebody looked at a page: said by its script after two seconds in sight, and by whoever acts without one."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kb.accounts.guards import same_site_post
from kb.accounts.throttle import client_address
from kb.accounts.work import has_session
from kb.insight.models.view import LONGEST_SUBJECT
from kb.insight.seen.actions import notebook
from kb.insight.seen.rules import is_robot, of_unknown
from kb.insight.visits.keys import visit_of
from kb.lib.http import kept_by_nobody
from kb.lib.text import is_storable

NOTHING_TO_SAY = 204


def note_seen(request: HttpRequest, subject: str) -> None:
    """Of staff nothing is noted: an analyst's look-up is a call. Nothing is written here, and nothing can fail."""
    browser = request.headers.get("User-Agent", "")
    if not subject or len(subject) > LONGEST_SUBJECT or not is_storable(subject):
        return
    if has_session(request) or is_robot(browser):
        return
    now = timezone.now()
    notebook.note(subject=subject, visit=visit_of(address=client_address(request), browser=browser, now=now), now=now)


@kept_by_nobody()
@same_site_post
def seen(request: HttpRequest) -> HttpResponse:
    subject = request.POST.get("page", "")
    kind, _, name = subject.partition(":")
    note_seen(request, of_unknown(name) if kind == "unknown" else subject)
    return HttpResponse(status=NOTHING_TO_SAY)
