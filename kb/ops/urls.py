"""Addresses for machines that watch the site."""

from django.urls import path

from kb.ops import views

app_name = "ops"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
]
