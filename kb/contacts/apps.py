"""The room of local contacts, as Django knows it."""

from django.apps import AppConfig

from kb.lib.holders import CONTENT, Blanking, hold


class ContactsConfig(AppConfig):
    name = "kb.contacts"

    def ready(self) -> None:
        from kb.contacts.actions import write_blanked

        contact = ("organisation", "name", "phone", "email", "place", "hours", "out_of_hours_phone")
        blanking = Blanking(whole=("email",), write=write_blanked)
        hold("contacts.LocalContact", *contact, what="A contact", kept=CONTENT, blanking=blanking)
