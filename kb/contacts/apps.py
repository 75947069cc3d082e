"""The room of local contacts, as Django knows it."""

from django.apps import AppConfig

from kb.lib.holders import CONTENT, hold


class ContactsConfig(AppConfig):
    name = "kb.contacts"

    def ready(self) -> None:
        contact = ("organisation", "name", "phone", "email", "place", "hours", "out_of_hours_phone")
        hold("contacts.LocalContact", *contact, what="A contact", kept=CONTENT)
