"""Addresses for those who watch the site, people and machines."""

from django.urls import path

from kb.operate import views

app_name = "operate"
urlpatterns = [
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("healthz", views.readyz, name="healthz"),
    path("status/", views.status, name="status"),
    path("status.json", views.status_json, name="status-json"),
]
