"""The room of insight, as Django knows it."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "kb.insight"
