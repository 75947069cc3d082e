"""Posting, and what may be done to a message afterwards. Nothing here talks to the outside."""

from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from kb.outbox.message import Mail
from kb.outbox.models import Attempt, Delivery, Priority
from kb.outbox.settling import settled, waiting


class AlreadySettled(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """It was handed over, or dropped: nothing can be changed any more."""


@transaction.atomic
def post(*, mail: Mail, room: str, key: str, purpose: str, priority: Priority = Priority.ORDINARY) -> Delivery:
    """Store a finished message in the caller's transaction; a worker sends it when that is committed.

    Raises NotAnAddress.
    """
    sound = mail.sound()
    return Delivery.objects.create(
        room=room,
        key=key,
        purpose=purpose,
        priority=priority,
        to=sound.to,
        content=sound.to_dict(),
        message_id=make_msgid(domain=urlsplit(settings.SITE_URL).hostname),
    )


@transaction.atomic
def rewrite(*, delivery: Delivery, mail: Mail) -> Delivery:
    """Replace what it says. Raises AlreadySettled, or NotAnAddress.

    A worker that has it in its hands at this moment sends it as it was.
    """
    sound = mail.sound()
    return _change(delivery, to=sound.to, content=sound.to_dict())


@transaction.atomic
def drop(*, delivery: Delivery) -> Delivery:
    """It is not to be sent any more, and its words go. Raises AlreadySettled."""
    return _change(delivery, **settled(Delivery.State.DROPPED, timezone.now()))


@transaction.atomic
def replay(*, delivery: Delivery, by: AbstractBaseUser | None) -> Delivery:
    """Due now, with all its attempts before it. Raises AlreadySettled. A worker that is sending it goes on."""
    is_in_hand = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.CLAIMED).exists()
    if not is_in_hand:
        _change(delivery, number_of_attempts=0, **waiting(timezone.now()))
    record = import_string(settings.AUDIT_RECORD)
    record(by=by, verb="replayed a delivery", subject=f"{delivery.purpose} of {delivery.room} {delivery.key}")
    return delivery


@transaction.atomic
def forget_about(*, room: str, key: str) -> None:
    """Nothing about it is sent any more, and nobody reads here what was sent, to whom, or what the other side said.

    The rows stay until their time is over: how many were handed over is still known.
    """
    about = Delivery.objects.of(room=room, key=key)
    about.sendable().update(**settled(Delivery.State.DROPPED, timezone.now()))
    about.update(to="", content={})
    Attempt.objects.filter(delivery__in=about).update(reply="")


def _change(delivery: Delivery, **values: object) -> Delivery:
    if not Delivery.objects.sendable().filter(pk=delivery.pk).update(**values):
        raise AlreadySettled
    delivery.refresh_from_db()
    return delivery
