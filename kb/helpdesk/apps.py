"""The room of the help desk, as Django knows it."""

from django.apps import AppConfig


class HelpdeskConfig(AppConfig):
    name = "kb.helpdesk"
