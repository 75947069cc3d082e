"""Addresses of pages that mails lead to, for tests of what is filed and said."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from kb.urls import urlpatterns as ours


def page(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse(str(kwargs))


_reports = [
    path("report/<str:reference>/<str:secret>/", page, name="status"),
    path("reports/<str:reference>/", page, name="detail"),
]
urlpatterns = [path("", include((_reports, "reports"))), *ours]
