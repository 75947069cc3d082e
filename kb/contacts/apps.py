"""The room of local contacts, as Django knows it."""

from django.apps import AppConfig

from kb.lib.holders import CONTENT, Blanking, follow_erasures, hold


class ContactsConfig(AppConfig):
    name = "kb.contacts"

    def ready(self) -> None:
        from kb.contacts import reading
        from kb.contacts.actions import write_blanked, write_blanked_default

        desk = ("name", "phone", "email", "place", "hours", "out_of_hours_phone")
        blanking = Blanking(whole=("email",), write=write_blanked)
        hold("contacts.LocalContact", "organisation", *desk, what="A contact", kept=CONTENT, blanking=blanking)
        own = Blanking(whole=("email",), write=write_blanked_default)
        hold("contacts.DefaultContact", *desk, what="A desk of this site", kept=CONTENT, blanking=own)
        follow_erasures(reading.forget)
