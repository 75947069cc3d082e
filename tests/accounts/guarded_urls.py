"""One small view behind each guard, beside the addresses of the room."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from kb.accounts.guards import needs, open_to_all, same_site_post, signed_in
from kb.accounts.roles import May


def say_who(request: HttpRequest) -> HttpResponse:
    """Says who."""
    return HttpResponse(f"signed in: {request.user.is_authenticated}")


@signed_in
def missing(request: HttpRequest) -> HttpResponse:
    raise Http404


@signed_in
def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@open_to_all
def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("plain")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("not here", status=404)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("not for you", status=403)


handler403, handler404 = refused, not_found
urlpatterns = [
    path("", include("kb.accounts.urls")),
    path("for-tests/plain/", plain),
    path("for-tests/vote/", same_site_post(say_who)),
    path("for-tests/staff/", signed_in(say_who)),
    path("for-tests/people/", needs(May.MANAGE_PEOPLE)(say_who)),
    path("for-tests/missing/", missing),
    path("for-tests/forbidden/", forbidden),
]
