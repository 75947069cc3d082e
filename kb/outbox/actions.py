"""Posting, and what may be done to a message before it is settled. Nothing here talks to the outside."""

from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from kb.outbox.message import Mail
from kb.outbox.models import Delivery


@transaction.atomic
def post(*, mail: Mail, room: str, key: str, purpose: str) -> Delivery:
    """Store a finished message in the caller's transaction; a worker sends it when that is committed."""
    return Delivery.objects.create(
        room=room,
        key=key,
        purpose=purpose,
        to=mail.to,
        content=mail.to_dict(),
        message_id=make_msgid(domain=urlsplit(settings.SITE_URL).hostname),
    )
