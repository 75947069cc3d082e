"""The two mails that somebody gets who wants to be told. The link stands below `/link/`, of which no log and no Referer
holds the rest."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from kb.notices.models import Subscriber
from kb.notices.tell_me.reading import Awaited
from kb.outbox import actions as outbox
from kb.outbox.breaker import mail_server
from kb.outbox.message import Mail, one_line, plain_text

ROOM = "notices"
CONFIRM, FIXED = "confirm an address", "it is fixed"


def reach_people() -> bool:
    """Without a mail server, mails are files on the machine: then nobody is offered to be told."""
    return bool(mail_server())


def key_of(subscriber: Subscriber) -> str:
    return f"tell me {subscriber.pk}"


def _post(kind: str, subscriber: Subscriber, purpose: str, values: dict[str, Any]) -> None:
    values |= {"site": settings.SITE_NAME}
    mail = Mail(
        to=subscriber.email,
        subject=one_line(f"notices/mail/{kind}.subject.txt", values),
        text=plain_text(f"notices/mail/{kind}.txt", values),
    )
    outbox.post(mail=mail, room=ROOM, key=key_of(subscriber), purpose=purpose)


def post_confirmation(subscriber: Subscriber, what: Awaited, secret: str) -> None:
    """No word that the person typed, but for a code in letters and figures: anyone may type any address."""
    link = f"{settings.SITE_URL}{reverse('notices:tell-me-link', args=[secret])}"
    _post("confirm", subscriber, CONFIRM, {"what": what, "link": link})


def post_fixed(subscriber: Subscriber, what: Awaited) -> None:
    _post("fixed", subscriber, FIXED, {"what": what, "address": f"{settings.SITE_URL}{what.fixed}"})
