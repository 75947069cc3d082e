"""Addresses of the editors' side."""

from django.urls import URLPattern

from kb.editing.editor import urls as form_urls
from kb.editing.review import urls as review_urls

app_name = "editing"

urlpatterns: list[URLPattern] = [*form_urls.urlpatterns, *review_urls.urlpatterns]
