"""The room of editing, as Django knows it."""

from django.apps import AppConfig


class EditingConfig(AppConfig):
    name = "kb.editing"
