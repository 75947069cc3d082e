"""What people are written about their own account, and the secret links in it. All stand below `/link/`, of which no
log and no Referer holds the rest."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from kb.accounts.models import Invitation, User
from kb.accounts.people.rules import INVITED_FOR
from kb.accounts.roles import Role
from kb.lib import dates
from kb.outbox import actions as outbox
from kb.outbox.breaker import mail_server
from kb.outbox.message import Mail, one_line, plain_text

ROOM = "accounts"
INVITATION = "invitation"
NEW_PASSWORD = "link to set a password"  # noqa: S105 - the purpose of a mail
PASSWORD_CHANGED = "password was set"  # noqa: S105 - see NEW_PASSWORD
ADDRESS_CHANGED = "email address was changed"


def key_of(person: User) -> str:
    return f"person {person.pk}"


def reach_people() -> bool:
    """Without a mail server, mails are files on the machine, where nobody looks for a link."""
    return bool(mail_server())


def post(mail: Mail, *, key: str, purpose: str) -> None:
    outbox.post(mail=mail, room=ROOM, key=key, purpose=purpose)


def join_link(secret: str) -> str:
    return f"{settings.SITE_URL}{reverse('accounts:join', args=[secret])}"


def password_link(secret: str) -> str:
    return f"{settings.SITE_URL}{reverse('accounts:new-password', args=[secret])}"


def hours_of_a_link() -> int:
    return settings.PASSWORD_RESET_TIMEOUT // 3600


def _mail(kind: str, to: str, values: dict[str, Any]) -> Mail:
    values |= {"site": settings.SITE_NAME, "address": settings.SITE_URL}
    return Mail(
        to=to,
        subject=one_line(f"accounts/mail/{kind}.subject.txt", values),
        text=plain_text(f"accounts/mail/{kind}.txt", values),
    )


def invitation(invited: Invitation, link: str) -> Mail:
    values = {
        "name": invited.name,
        "by": invited.invited_by.name,
        "role": Role(invited.role).label.lower(),
        "days": INVITED_FOR.days,
        "until": dates.day_and_clock(invited.expires_at),
        "link": link,
    }
    return _mail("invitation", invited.email, values)


def new_password(person: User, link: str) -> Mail:
    values = {"name": person.name, "username": person.username, "hours": hours_of_a_link(), "link": link}
    return _mail("new-password", person.email, values)


def password_changed(person: User) -> Mail:
    forgotten = f"{settings.SITE_URL}{reverse('accounts:forgotten-password')}"
    return _mail("password-changed", person.email, {"username": person.username, "forgotten": forgotten})


def address_changed(person: User) -> list[Mail]:
    """To the old address, if there is one."""
    return [_mail("address-changed", person.email, {"username": person.username})] if person.email else []
