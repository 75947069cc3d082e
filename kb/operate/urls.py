"""Addresses for those who watch the site, people and machines."""

from django.urls import path

from kb.operate import views
from kb.operate.erasing import views as erasing

app_name = "operate"
urlpatterns = [
    path("erase/", erasing.erase, name="erase"),
    path("erase/now/", erasing.erase_now, name="erase-now"),
    path("erase/<int:pk>/", erasing.erased, name="erased"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("healthz", views.readyz, name="healthz"),
    path("status/", views.status, name="status"),
    path("status.json", views.status_json, name="status-json"),
]
