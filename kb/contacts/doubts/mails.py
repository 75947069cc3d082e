"""What those who keep contacts are told of a number that somebody calls wrong."""

from django.conf import settings
from django.urls import reverse

from kb.contacts.doubts.reading import DoubtedContact, those_told
from kb.contacts.models import NumberDoubt
from kb.outbox.message import Mail, one_line, plain_text, quoted

ROOM = "contacts"


def number_doubted(doubt: NumberDoubt, doubted: DoubtedContact) -> list[Mail]:
    values = {
        "title": doubted.title,
        "numbers": doubt.number,
        "words": quoted(doubt.words),
        "page": f"{settings.SITE_URL}{doubt.page}" if doubt.page else "",
        "contacts": f"{settings.SITE_URL}{reverse('contacts:list')}",
        "site": settings.SITE_NAME,
    }
    subject = one_line("contacts/mail/doubted.subject.txt", values)
    text = plain_text("contacts/mail/doubted.txt", values)
    return [Mail(to=to, subject=subject, text=text) for to in those_told(doubted.keeper, doubted.content.ods_code)]
