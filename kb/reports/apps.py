"""The room of reports, as Django knows it."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "kb.reports"
