"""Addresses of files in and out."""

from django.urls import path

from kb.transfer.uploads import views

app_name = "transfer"
urlpatterns = [
    path("edit/files/", views.files, name="files"),
    path("edit/files/take-out/", views.take_out, name="take-out"),
    path("edit/files/<int:upload>/", views.upload, name="upload"),
    path("edit/files/<int:upload>/discard/", views.discard, name="discard"),
]
