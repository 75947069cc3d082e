"""Addresses of the editors' side."""

from django.urls import URLPattern

from kb.editing import form_urls, review_urls

app_name = "editing"

urlpatterns: list[URLPattern] = [*form_urls.urlpatterns, *review_urls.urlpatterns]
