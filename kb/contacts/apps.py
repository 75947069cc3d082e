"""The room of local contacts, as Django knows it."""

from django.apps import AppConfig
from django.core.checks import register


class ContactsConfig(AppConfig):
    name = "kb.contacts"

    def ready(self) -> None:
        from kb.contacts.checks import check_hours

        register(check_hours)
