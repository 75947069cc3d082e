"""The room of uploaded files."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "kb.media"
