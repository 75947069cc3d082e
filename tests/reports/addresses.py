"""Addresses of pages that mails lead to, for tests of what is filed and said."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from kb.reports.urls import urlpatterns as public
from kb.urls import urlpatterns as ours


def page(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse(str(kwargs))


_reports = [*public, path("reports/<str:reference>/", page, name="detail")]
urlpatterns = [path("", include((_reports, "reports"))), *ours]
