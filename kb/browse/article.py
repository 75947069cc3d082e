"""An article, one of its versions, and the remembered role."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from kb.accounts.guards import open_to_all, same_site_post
from kb.accounts.roles import May, may
from kb.browse.forms import RoleForm
from kb.browse.public import public_page
from kb.browse.reading import live_page, version_page
from kb.browse.sheet import sheet_code, sheet_in_hand
from kb.browse.validity import ROLE_COOKIE, Moment
from kb.catalogue.erased_words import is_erased_image
from kb.catalogue.models import Article, Image
from kb.catalogue.public_images import is_public as shown_to_everybody
from kb.lib.http import is_own_path, number_asked, reads_only, see
from kb.lib.text import is_storable
from kb.notices.tell_me.mails import reach_people
from kb.pages.parts import PageLink
from kb.pages.stamp import stamp_in_hand


def _find(slug: str) -> Article:
    article = Article.objects.with_parts().at_slug(slug).first()
    if article is None:
        raise Http404
    return article


def _heir(article: Article, moment: Moment) -> Article | None:
    """The live article in its place; one that was replaced in its turn leads on to the next."""
    replacement = article.replacement
    while replacement and not replacement.is_live(moment.now):
        replacement = replacement.replacement
    return replacement


def _gone(request: HttpRequest, moment: Moment, article: Article) -> HttpResponse:
    heir = _heir(article, moment)
    link = PageLink(heir.title, heir.get_absolute_url()) if heir else None
    return TemplateResponse(request, "browse/gone.html", {"title": article.title, "replacement": link}, status=410)


def _with_query(address: str, request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


@public_page
def article(request: HttpRequest, moment: Moment, slug: str) -> HttpResponse:
    found = _find(slug)
    if found.slug != slug:
        return HttpResponsePermanentRedirect(_with_query(found.get_absolute_url(), request))
    if not found.is_live(moment.now):
        return _gone(request, moment, found)
    page = live_page(request, moment, found)
    have = number_asked(request, "have")
    stamp = stamp_in_hand(found, int(have)) if have.isascii() and have.isdecimal() else None
    sheet = {"in_hand": sheet_in_hand(found, number_asked(request, "sheet")), "qr": sheet_code(page)}
    context = {"page": page, "sheet": sheet, "stamp": stamp, "tells": reach_people()}
    return TemplateResponse(request, "browse/article.html", context)


@public_page
def version(request: HttpRequest, moment: Moment, slug: str, number: int) -> HttpResponse:
    found = _find(slug)
    if found.slug != slug:
        return HttpResponsePermanentRedirect(_with_query(reverse("browse:version", args=[found.slug, number]), request))
    if not found.is_live(moment.now):
        return _gone(request, moment, found)
    kept = get_object_or_404(found.versions, number=number)
    page = version_page(request, moment, found, number, kept.document)
    context = {
        "page": page,
        "kept": kept,
        "is_latest": number == found.version,
        "erasures": kept.erasures.in_order(),
        "sheet": {"qr": sheet_code(page)},
    }
    return TemplateResponse(request, "browse/version.html", context)


@same_site_post
def role(request: HttpRequest) -> HttpResponse:
    """Remember whose steps to show until the browser closes; "user" forgets it."""
    form = RoleForm(request.POST)
    back = request.POST.get("next", "")
    if not is_own_path(back):
        back = reverse("browse:home")
    response = see(back)
    if not form.is_valid() or form.cleaned_data["role"] == "user":
        response.delete_cookie(ROLE_COOKIE)
        return response
    response.set_cookie(
        ROLE_COOKIE, form.cleaned_data["role"], secure=settings.SITE_IS_SECURE, httponly=True, samesite="Lax"
    )
    return response


PUBLIC = "no-cache"  # kept, and asked for again: what is withdrawn is gone at once
PRIVATE = "private, no-store"


@open_to_all
@reads_only
def image(request: HttpRequest, name: str) -> HttpResponse:
    """The session is looked at only where the picture is not public."""
    if not is_storable(name):
        raise Http404
    found = Image.objects.named([name])
    row = found.first()
    is_public = row is not None and shown_to_everybody(row, timezone.now())
    if row is None and is_erased_image(name=name):
        return HttpResponse("This image was removed.", content_type="text/plain", status=410)
    if row is None or not (is_public or may(request.user, May.WRITE_ARTICLES)):
        raise Http404
    etag = f'"{row.blob.sha256[:32]}"'
    unchanged = get_conditional_response(request, etag=etag) if is_public else None
    response = unchanged or HttpResponse(bytes(row.blob.content), content_type=row.blob.content_type)
    response["Cache-Control"] = PUBLIC if is_public else PRIVATE
    if is_public:
        response["ETag"] = etag
    return response
