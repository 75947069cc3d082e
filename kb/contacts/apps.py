"""The room of local contacts, as Django knows it."""

from django.apps import AppConfig

from kb.lib.holders import CONTENT, Blanking, follow_erasures, forget, hold

DOUBTS = "What a reader said of a wrong number"


class ContactsConfig(AppConfig):
    name = "kb.contacts"

    def ready(self) -> None:
        from kb.accounts.work import count_waiting
        from kb.contacts import reading
        from kb.contacts.actions import write_blanked, write_blanked_default
        from kb.contacts.doubts.actions import ROOM, forget_old
        from kb.contacts.organisations.actions import write_blanked as write_blanked_organisation

        desk = ("name", "phone", "email", "place", "hours", "out_of_hours_phone")
        blanking = Blanking(whole=("email",), write=write_blanked)
        hold("contacts.LocalContact", "organisation", *desk, what="A contact", kept=CONTENT, blanking=blanking)
        named = Blanking(write=write_blanked_organisation)
        hold("contacts.Organisation", "name", what="An organisation", kept=CONTENT, blanking=named)
        own = Blanking(whole=("email",), write=write_blanked_default)
        hold("contacts.DefaultContact", *desk, what="A desk of this site", kept=CONTENT, blanking=own)
        by_mail = Blanking(mails=lambda row: (ROOM, str(row.pk)))
        doubt = ("words", "number", "page")
        hold("contacts.NumberDoubt", *doubt, what="A number called wrong", kept=DOUBTS, blanking=by_mail)
        count_waiting("contacts:list", lambda person: reading.number_of_doubts())
        forget(forget_old)
        follow_erasures(reading.forget)
