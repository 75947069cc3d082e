"""What every public page is: cacheable, revalidated, the same for everybody who sends the same role cookie."""

import gzip
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
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

OFTEN = 5  # of gzip: what is made for each answer is not worth the last hundred bytes
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


def _in_gzip(response: HttpResponse, level: int = 9) -> HttpResponse:
    """A page for everybody is compressed once and kept so: it holds no secret that its length could betray."""
    response.content = gzip.compress(response.content, level, mtime=0)
    return response


def _takes_gzip(request: HttpRequest) -> bool:
    return bool(_TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")))


def _of_gzip(etag: str) -> str:
    return f'{etag[:-1]}-gzip"'


@dataclass
class PageRules:
    """`by_the_minute` is for pages that say of many contacts whether they are open now; `also` says what else decides
    what a page shows, in one statement more. A body without `has_gaps` is made anew for whoever chose a place."""

    by_the_minute: bool = False
    also: Callable[[], str] | None = None
    has_gaps: bool = True
    _lately: str = ""

    def of_now(self) -> str:
        self._lately = self.also() if self.also else ""
        return self._lately

    def tags(self, request: HttpRequest, moment: Moment, also: str) -> tuple[str, str]:
        """Of the page, and of the body that is kept; without a place the two are one."""
        etag = moment.etag(request, by_the_minute=self.by_the_minute, also=also)
        is_filled = moment.place and self.has_gaps
        kept = moment.body_tag(request, by_the_minute=self.by_the_minute, also=also) if is_filled else etag
        return etag, kept

    def tags_lately(self, request: HttpRequest, moment: Moment) -> tuple[str, str]:
        """The same while the database cannot be asked."""
        return self.tags(request, moment, self._lately)


def _answer(
    request: HttpRequest, moment: Moment, render: Callable[[Moment], HttpResponse], rules: PageRules
) -> HttpResponse:
    """A 304 when the browser has this body, else the body."""
    is_zipped = _takes_gzip(request)
    etag, kept = rules.tags(request, moment, rules.of_now())
    etag = _of_gzip(etag) if is_zipped else etag
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        # Django puts it there only when it is given the whole response; caches in between rely on it.
        unchanged["ETag"] = etag
        return unchanged
    if moment.place:
        response = _of_a_place(moment, kept, render, has_gaps=rules.has_gaps)
        if is_zipped and _is_whole(response):
            response = _in_gzip(response, OFTEN)
    else:
        response = _of_all(etag, lambda: render(moment), is_zipped=is_zipped)
    if _is_whole(response):
        response["ETag"] = etag
        if is_zipped:
            response["Content-Encoding"] = "gzip"
    return response


def _is_whole(response: HttpResponse) -> bool:
    return response.status_code == HttpResponse.status_code and not response.streaming


def _of_all(etag: str, render: Callable[[], HttpResponse], *, is_zipped: bool) -> HttpResponse:
    """Rendered, and compressed, once per ETag."""
    if kept := kept_pages.get(etag):
        return _plain(*kept)
    response = _rendered(render())
    if _is_whole(response):
        response = _in_gzip(response) if is_zipped else response
        kept_pages.keep(etag, response.content, response["Content-Type"])
    return response


def _of_a_place(moment: Moment, name: str, render: Callable[[Moment], HttpResponse], *, has_gaps: bool) -> HttpResponse:
    """A body that serves many places, filled with the words of this one; what has no gaps is kept for nobody."""
    if not has_gaps:
        return _rendered(render(moment))
    if kept := kept_pages.get(name):
        response = _plain(*kept)
    else:
        response = _rendered(render(moment.with_gaps()))
        if _is_whole(response):
            kept_pages.keep(name, response.content, response["Content-Type"])
    if not response.streaming:
        response.content = moment.words.filled(response.content)
    return response


def _line_of_age(moment: Moment, *, has_images: bool) -> str:
    return render_to_string("components/as-it-was.html", {"at": clock(moment.now), "has_images": has_images})


def _kept_lately(request: HttpRequest, moment: Moment, rules: PageRules) -> tuple[bytes, str] | None:
    """The body as it stood in memory, whole and plain."""
    etag, name = rules.tags_lately(request, moment)
    if zipped := kept_pages.get(_of_gzip(etag)):
        return gzip.decompress(zipped[0]), zipped[1]
    kept = kept_pages.get(name)
    return (moment.words.filled(kept[0]), kept[1]) if kept and moment.place else kept


def _as_it_was(request: HttpRequest, rules: PageRules) -> HttpResponse | None:
    """The page as it was shown lately, with a line that says when; nothing where none is in memory.

    No ETag: the line would go with a 304, and no cache is to keep what the next minute mends.
    """
    for moment in Moment.lately(request, by_the_minute=rules.by_the_minute):
        kept = _kept_lately(request, moment, rules)
        if kept is None:
            continue
        plain, content_type = kept
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


def _for_everybody(request: HttpRequest, render: Callable[[Moment], HttpResponse], rules: PageRules) -> HttpResponse:
    try:
        response = _answer(request, Moment.of(request), render, rules)
    except (OperationalError, InterfaceError):
        kept = _as_it_was(request, rules)
        if kept is None:
            raise
        return kept
    response["Cache-Control"] = "no-cache"
    return response


type PublicView[**P] = Callable[Concatenate[HttpRequest, Moment, P], HttpResponse]
type View = Callable[..., HttpResponseBase]


def public_page[**P](view: PublicView[P], rules: PageRules | None = None) -> View:
    """Guard and cache rules of a page that anybody may read; the view gets the Moment after the request."""
    held = rules or PageRules()

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
            response = _for_everybody(request, render, held)
        patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
        return response

    return page
