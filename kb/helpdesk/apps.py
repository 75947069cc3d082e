"""The room of the help desk, as Django knows it."""

from django.apps import AppConfig

from kb.lib.holders import hold

NOTE = "Internal note of the help desk"


class HelpdeskConfig(AppConfig):
    name = "kb.helpdesk"

    def ready(self) -> None:
        hold("helpdesk.Note", "text", what="An internal note of the help desk", kept=NOTE)
