"""The room of uploaded files."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "kb.media"
    default_auto_field = "django.db.models.BigAutoField"
