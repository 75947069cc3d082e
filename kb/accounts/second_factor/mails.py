"""Told to a person whose second factor came or went: if it was not them, they hear of it."""

from django.conf import settings

from kb.accounts.models import User
from kb.outbox import actions as outbox
from kb.outbox.breaker import mail_server
from kb.outbox.message import Mail, one_line, plain_text

ROOM = "accounts"
CHANGED = "second factor was changed"


def tell(person: User, *, what: str) -> None:
    """In the transaction of the change. Without a mail server nobody would read it."""
    if not person.email or not mail_server():
        return
    values = {"username": person.username, "what": what, "site": settings.SITE_NAME, "address": settings.SITE_URL}
    mail = Mail(
        to=person.email,
        subject=one_line("accounts/mail/second-factor.subject.txt", values),
        text=plain_text("accounts/mail/second-factor.txt", values),
    )
    outbox.post(mail=mail, room=ROOM, key=f"person {person.pk}", purpose=CHANGED)
