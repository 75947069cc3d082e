"""The room of notices, as Django knows it."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "kb.notices"
