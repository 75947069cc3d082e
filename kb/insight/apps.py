"""The room of insight, as Django knows it."""

from django.apps import AppConfig

from kb.lib.holders import forget


class InsightConfig(AppConfig):
    name = "kb.insight"

    def ready(self) -> None:
        from kb.insight.calls import actions as calls

        forget(calls.forget_takers)
