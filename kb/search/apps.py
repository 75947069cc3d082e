"""The room's entry in Django's register; it hears the one signal of the house."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "kb.search"

    def ready(self) -> None:
        from kb.search import receivers

        receivers.listen()
