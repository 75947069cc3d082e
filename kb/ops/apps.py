"""The room of operations, as Django knows it."""

from django.apps import AppConfig
from django.core.checks import register


class OpsConfig(AppConfig):
    name = "kb.ops"

    def ready(self) -> None:
        from kb.ops import checks

        for check in checks.EVERY_CHECK:
            register(check)
