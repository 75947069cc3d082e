"""The room's entry in Django's register."""

from django.apps import AppConfig


class BrowseConfig(AppConfig):
    name = "kb.browse"
