"""What every public page is: cacheable, revalidated, the same for everybody who sends the same role cookie."""

import gzip
import re
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Concatenate

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.template.response import SimpleTemplateResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from kb.accounts.guards import open_to_all
from kb.accounts.work import has_session
from kb.browse.validity import Moment
from kb.lib.dates import clock
from kb.lib.holders import follow_erasures
from kb.lib.http import reads_only

ALSO_TAKES = 500  # bytes of an entry beside its body
END_OF_HEADER = b"</header>"
IMAGE = b'src="/images/'  # of an article; the site\'s own pictures are files
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:\s|,|$))")


class KeptPages:
    """Bodies of pages by ETag, those asked for last, up to so many bytes. A tag names one body: none is ever stale."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._bytes = 0
        self._bodies: OrderedDict[str, tuple[bytes, str]] = OrderedDict()
        self._lock = Lock()

    def get(self, etag: str) -> tuple[bytes, str] | None:
        with self._lock:
            if etag in self._bodies:
                self._bodies.move_to_end(etag)
            return self._bodies.get(etag)

    def keep(self, etag: str, content: bytes, content_type: str) -> None:
        takes = len(content) + ALSO_TAKES
        with self._lock:
            if etag in self._bodies or takes > self._most:
                return
            self._bodies[etag] = content, content_type
            self._bytes += takes
            while self._bytes > self._most:
                _, (gone, _) = self._bodies.popitem(last=False)
                self._bytes -= len(gone) + ALSO_TAKES

    def forget(self) -> None:
        with self._lock:
            self._bodies.clear()
            self._bytes = 0

    def __len__(self) -> int:
        return len(self._bodies)


kept_pages = KeptPages(settings.KEPT_PAGES_BYTES)
# Nobody asks for them under their tags again; but what was erased is not to stay in memory either.
follow_erasures(kept_pages.forget)


def _rendered(response: HttpResponse) -> HttpResponse:
    return response.render() if isinstance(response, SimpleTemplateResponse) else response


def _plain(content: bytes, content_type: str) -> HttpResponse:
    return HttpResponse(content, content_type=content_type)


def _in_gzip(response: HttpResponse) -> HttpResponse:
    """Compressed once and kept so: a page for everybody holds no secret that its length could betray."""
    response.content = gzip.compress(response.content, mtime=0)
    return response


def _takes_gzip(request: HttpRequest) -> bool:
    return bool(_TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")))


def _of_gzip(etag: str) -> str:
    return f'{etag[:-1]}-gzip"'


def _answer(request: HttpRequest, etag: str, render: Callable[[], HttpResponse]) -> HttpResponse:
    """A 304 when the browser has this body, else the body, rendered once per ETag."""
    is_zipped = _takes_gzip(request)
    if is_zipped:
        etag = _of_gzip(etag)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        # Django puts it there only when it is given the whole response; caches in between rely on it.
        unchanged["ETag"] = etag
        return unchanged
    kept = kept_pages.get(etag)
    if kept is not None:
        response = _plain(*kept)
    else:
        response = _rendered(render())
        if response.status_code != HttpResponse.status_code or response.streaming:
            return response
        if is_zipped:
            response = _in_gzip(response)
        kept_pages.keep(etag, response.content, response["Content-Type"])
    response["ETag"] = etag
    if is_zipped:
        response["Content-Encoding"] = "gzip"
    return response


def _line_of_age(moment: Moment, *, has_images: bool) -> str:
    return render_to_string("components/as-it-was.html", {"at": clock(moment.now), "has_images": has_images})


def _as_it_was(request: HttpRequest, *, by_the_minute: bool) -> HttpResponse | None:
    """The page as it was shown lately, with a line that says when; nothing where none is in memory.

    No ETag: the line would go with a 304, and no cache is to keep what the next minute mends.
    """
    for moment in Moment.lately(request, by_the_minute=by_the_minute):
        etag = moment.etag(request, by_the_minute=by_the_minute)
        zipped = kept_pages.get(_of_gzip(etag))
        kept = zipped or kept_pages.get(etag)
        if kept is None:
            continue
        content, content_type = kept
        plain = gzip.decompress(content) if zipped else content
        header, end, rest = plain.partition(END_OF_HEADER)
        if end:
            line = _line_of_age(moment, has_images=IMAGE in rest)
            plain = header + end + line.encode() + rest
        response = _plain(plain, content_type)
        if _takes_gzip(request):
            response = _in_gzip(response)
            response["Content-Encoding"] = "gzip"
        response["Cache-Control"] = "no-store"
        return response
    return None


def _for_everybody(
    request: HttpRequest, render: Callable[[Moment], HttpResponse], *, by_the_minute: bool
) -> HttpResponse:
    try:
        moment = Moment.of(request)
        response = _answer(request, moment.etag(request, by_the_minute=by_the_minute), lambda: render(moment))
    except (OperationalError, InterfaceError):
        kept = _as_it_was(request, by_the_minute=by_the_minute)
        if kept is None:
            raise
        return kept
    response["Cache-Control"] = "no-cache"
    return response


type PublicView[**P] = Callable[Concatenate[HttpRequest, Moment, P], HttpResponse]
type View = Callable[..., HttpResponseBase]


def public_page[**P](view: PublicView[P], *, by_the_minute: bool = False) -> View:
    """Guard and cache rules of a page that anybody may read; the view gets the Moment after the request.

    `by_the_minute` is for pages that say of many contacts whether they are open now.
    """

    @open_to_all
    @reads_only
    @wraps(view)
    def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        def render(moment: Moment) -> HttpResponse:
            return view(request, moment, *args, **kwargs)

        if has_session(request):
            response = _rendered(render(Moment.of(request)))
            response["Cache-Control"] = "private, no-store"
        else:
            response = _for_everybody(request, render, by_the_minute=by_the_minute)
        patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
        return response

    return page
