"""Addresses of the room of reports."""

from django.urls import include, path

app_name = "reports"
urlpatterns = [
    path("desk/reports/", include("kb.reports.desk_urls")),
]
