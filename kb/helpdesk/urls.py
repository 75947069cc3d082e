"""Addresses of the desk."""

from django.urls import path

from kb.helpdesk.desk import views as desk

app_name = "helpdesk"

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
]
