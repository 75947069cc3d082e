"""What every public page is: cacheable, revalidated, the same for everybody who sends the same role cookie."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate

from django.conf import settings
from django.core.cache import caches
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from kb.accounts.guards import open_to_all
from kb.catalogue.models import Article, Edition
from kb.contacts.presenters import default_contacts, shown
from kb.lib.context import shown_site
from kb.lib.dates import day
from kb.notices.models import Notice

ROLE_COOKIE = "role"
ROLES = ("user", "ra", "it")


type Stamp = tuple[int, datetime | None, datetime | None]


def _edition(now: datetime) -> Stamp:
    """The edition's number and time, and when the latest article ran out: nobody raises the edition for that."""
    ran_out = Article.objects.filter(expires_at__lte=now).order_by("-expires_at").values("expires_at")[:1]
    return Edition.objects.values_list("number", "raised_at", Subquery(ran_out)).first() or (0, None, None)


@dataclass(frozen=True)
class Moment:
    """What is true for one request, known before anything is rendered: two queries."""

    now: datetime
    edition: Stamp
    notices: tuple[Notice, ...]
    role: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Moment":
        now = timezone.now()
        role = request.COOKIES.get(ROLE_COOKIE, "")
        return cls(
            now=now,
            edition=_edition(now),
            notices=tuple(Notice.objects.showing(now)),
            role=role if role in ROLES else "",
        )


def _what_is_said_of_reports() -> list[object]:
    """Shown on the privacy page."""
    names = ("TRIAGE", "KEEP_DAYS", "KEEP_SCREENSHOT_DAYS", "KEEP_UNCLOSED_DAYS", "ROUTES", "ROUTES_OUTSIDE")
    return [getattr(settings, f"REPORT_{name}") for name in names]


def _etag(request: HttpRequest, moment: Moment, *, by_the_minute: bool) -> str:
    """Everything a page depends on. Strong: the same tag always means the same bytes."""
    depends_on = [
        settings.BUILD,
        asdict(shown_site()),
        [settings.SERVICE_DESK_NAME, settings.SERVICE_DESK_EMAIL, settings.PORTAL_NAME, settings.PORTAL_URL],
        [settings.HELP_PAGE_URL, settings.PRIVACY_CONTACT],
        _what_is_said_of_reports(),
        [settings.PRIVACY_CONTROLLER, settings.PRIVACY_LAWFUL_BASIS],
        [settings.SERVICE_DESK_HOURS, settings.SERVICE_DESK_REPLY_TIME],
        [settings.SERVICE_DESK_PHONE, settings.SERVICE_DESK_OUT_OF_HOURS_PHONE],
        request.get_full_path(),
        moment.role,
        moment.edition,
        [
            (notice.pk, notice.version, notice.is_current(moment.now), notice.is_banner(moment.now))
            for notice in moment.notices
        ],
        [asdict(shown(contact, moment.now)) for contact in default_contacts()],
        moment.now.strftime("%H:%M") if by_the_minute else "",
        day(moment.now),
    ]
    digest = hashlib.sha256(json.dumps(depends_on, default=str).encode()).hexdigest()
    return f'"{digest[:32]}"'


def _rendered(response: HttpResponse) -> HttpResponse:
    return response.render() if isinstance(response, SimpleTemplateResponse) else response


def _plain(content: bytes, content_type: str) -> HttpResponse:
    return HttpResponse(content, content_type=content_type)


def _answer(request: HttpRequest, etag: str, render: Callable[[], HttpResponse]) -> HttpResponse:
    """A 304 when the browser has this body, else the body, rendered once per ETag."""
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        # Django puts it there only when it is given the whole response; caches in between rely on it.
        unchanged["ETag"] = etag
        return unchanged
    kept = caches["pages"].get(etag)
    if kept is not None:
        response = _plain(*kept)
    else:
        response = _rendered(render())
        if response.status_code == HttpResponse.status_code and not response.streaming:
            caches["pages"].set(etag, (response.content, response["Content-Type"]))
    if response.status_code == HttpResponse.status_code:
        response["ETag"] = etag
    return response


type PublicView[**P] = Callable[Concatenate[HttpRequest, Moment, P], HttpResponse]
type View = Callable[..., HttpResponseBase]


def public_page[**P](view: PublicView[P], *, by_the_minute: bool = False) -> View:
    """Guard and cache rules of a page that anybody may read; the view gets the Moment after the request.

    `by_the_minute` is for pages that say of many contacts whether they are open now.
    """

    @open_to_all
    @require_safe
    @wraps(view)
    def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        moment = Moment.of(request)

        def render() -> HttpResponse:
            return view(request, moment, *args, **kwargs)

        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response = _rendered(render())
            response["Cache-Control"] = "private, no-store"
        else:
            response = _answer(request, _etag(request, moment, by_the_minute=by_the_minute), render)
            response["Cache-Control"] = "no-cache"
        patch_vary_headers(response, ["Cookie"])
        return response

    return page
