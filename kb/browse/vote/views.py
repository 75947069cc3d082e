"""Taking a vote in, then a page of its own: it works without a script, and no page that is kept has to change."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from kb.accounts.guards import open_to_all, same_site_post
from kb.accounts.throttle import client_address, network_address
from kb.browse.reading import code_answer, live_page
from kb.browse.validity import Moment
from kb.browse.vote.forms import VoteForm, VoteReasonForm, known_code
from kb.catalogue.choices import AUDIENCES
from kb.catalogue.models import Article, ErrorCode
from kb.insight.models import Vote
from kb.insight.visits.keys import visit_of
from kb.insight.votes.actions import cast_vote, say_why
from kb.insight.votes.rules import Voter
from kb.lib.http import UNPROCESSABLE, kept_by_nobody, reads_only, see
from kb.lib.visitor_cookie import known_visitor, remember, visitor_of
from kb.pages.code import code_seen
from kb.pages.parts import PageLink
from kb.pages.reading import site_advice

SHOWN_FOR = 12 * 3600  # as long as the browser is known
_signer = signing.TimestampSigner(sep="~", salt="kb.browse.vote")


def _address(vote: Vote) -> str:
    """Only whoever voted has it."""
    query = f"?for={vote.audience.lower()}" if vote.audience != AUDIENCES["user"] else ""
    return f"{reverse('browse:voted', args=[_signer.sign(str(vote.pk))])}{query}"


def _vote_of(key: str) -> Vote:
    try:
        number = int(_signer.unsign(key, max_age=SHOWN_FOR))
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    found = Vote.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@kept_by_nobody()
@same_site_post
def vote(request: HttpRequest) -> HttpResponse:
    form, now = VoteForm(request.POST), timezone.now()
    page = form.page()
    if page is None:
        raise Http404
    browser = request.headers.get("User-Agent", "")
    visitor, is_new = visitor_of(request), not known_visitor(request)
    voter = Voter(
        cookie=visitor,
        is_new=is_new,
        visit=visit_of(address=client_address(request), browser=browser, now=now),
        network=network_address(request),
    )
    cast = cast_vote(page=page, fixed=form.is_fixed, voter=voter, now=now)
    response = see(_address(cast))
    return remember(response, visitor) if is_new else response


def _back(article: Article | None, code: ErrorCode | None) -> PageLink | None:
    if code:
        return PageLink(code.display, code.get_absolute_url())
    return PageLink(article.title, article.get_absolute_url()) if article else None


def _help(request: HttpRequest, article: Article | None, code: ErrorCode | None) -> dict[str, Any]:
    """Who can help now, as on the page that was voted on."""
    moment = Moment.of(request)
    around: dict[str, Any] = {"contacts": moment.contacts, **site_advice().notes}
    if article is None:
        return around | {"report": {"code": code.display} if code else {}}
    if code:
        page, _ = code_answer(request, moment, article, code_seen(code, ""))
    else:
        page = live_page(request, moment, article)
    known = dict(parse_qsl(urlsplit(page.report).query))
    audience = AUDIENCES.get(known.pop("for", ""))
    known |= {"audience": audience.value} if audience else {}
    return around | {"page": page, "report": known}


def _show(request: HttpRequest, cast: Vote, form: VoteReasonForm, *, status: int = 200) -> HttpResponse:
    live = Article.objects.live().with_parts()
    article = live.filter(pk=cast.article_id).first() if cast.article_id else None
    code = known_code(cast.code)
    context: dict[str, Any] = {"vote": cast, "form": form, "back": _back(article, code)}
    if not cast.fixed:
        context |= _help(request, article, code)
    return render(request, "browse/vote/voted.html", context, status=status)


@open_to_all
@reads_only
def _thanks(request: HttpRequest, key: str) -> HttpResponse:
    cast = _vote_of(key)
    return _show(request, cast, VoteReasonForm())


@sensitive_post_parameters("comment")
def _why(request: HttpRequest, key: str) -> HttpResponse:
    cast, form = _vote_of(key), VoteReasonForm(request.POST)
    if cast.fixed:
        return see(_address(cast))
    if not form.is_valid():
        return _show(request, cast, form, status=UNPROCESSABLE)
    say_why(vote=cast, **form.cleaned_data)
    return see(_address(cast))


voted = kept_by_nobody()(same_site_post(_why, or_get=_thanks))
