"""A link with which a person sets a new password, asked for by themselves or sent by an administrator."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.db.models import Q
from django.utils.http import base36_to_int, int_to_base36

from kb.accounts import audit, throttle
from kb.accounts.models import User
from kb.accounts.people import mails
from kb.accounts.people.inviting import SentLink
from kb.accounts.people.refusals import IsDeactivated, LinkIsOver, NoLongerYours, NowhereToSend
from kb.accounts.roles import May, may
from kb.accounts.sign_in.gate import the_gate
from kb.accounts.sign_in.rules import FIRST, HOUR, QUARTER
from kb.accounts.sign_in.tries import TooManyTries

ASKED_FROM, ASKED_FOR, ASKED = "asked for a link from", "asked for a link for", "asked for a link"
# An address of a whole hospital may have many people behind it; one person needs few links.
MOST_FROM, MOST_FOR, MOST_OVER_ALL = 30, 3, 300
MOST_OF_ONE_ADDRESS = 5  # people
NO_PASSWORD = UNUSABLE_PASSWORD_PREFIX


class PasswordLinks(PasswordResetTokenGenerator):
    """A link is over with its time, with the next sign-in, and once password, email or account are changed."""

    key_salt = "accounts.password-link"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}.{user.sessions_ended}"


_links = PasswordLinks()


def _secret_for(person: User) -> str:
    return f"{int_to_base36(person.pk)}-{_links.make_token(person)}"


def person_of(secret: str) -> User:
    """Raises LinkIsOver."""
    number, _, token = secret.partition("-")
    try:
        person = User.objects.filter(pk=base36_to_int(number), is_active=True).first()
    except ValueError:
        raise LinkIsOver from None
    if person is None or not _links.check_token(person, token):
        raise LinkIsOver
    return person


@transaction.atomic
def send_link(*, person: User, by: User) -> SentLink:
    """From an administrator. Raises NoLongerYours, IsDeactivated or NowhereToSend."""
    if not may(User.objects.get(pk=by.pk), May.MANAGE_PEOPLE):
        raise NoLongerYours
    if not person.is_active:
        raise IsDeactivated
    audit.record(by=by, verb="sent a link to set a new password", subject=person.subject)
    link = mails.password_link(_secret_for(person))
    if not mails.reach_people():
        return SentLink(person.name, link)
    if not person.email:
        raise NowhereToSend
    mails.post(mails.new_password(person, link), key=mails.key_of(person), purpose=mails.NEW_PASSWORD)
    return SentLink(person.email)


def ask_for_link(*, typed: str, address: str) -> None:
    """What is done takes as long whether anybody has that name or not, and nobody is told which it was.

    Raises TooManyTries, which hangs on where they ask from and never on whom they ask for.
    """
    for action, key, most in ((ASKED_FROM, address, MOST_FROM), (ASKED, "", MOST_OVER_ALL)):
        allowed = throttle.allow(action=action, key=key, limit=most, seconds=QUARTER)
        if not allowed.ok:
            raise TooManyTries(allowed.retry_after)
    people = _asked_for(typed.strip())
    for person in people:
        if throttle.allow(action=ASKED_FOR, key=str(person.pk), limit=MOST_FOR, seconds=HOUR).ok:
            _post_to(person)
    if not people:
        throttle.allow(action=ASKED_FOR, key="", limit=MOST_FOR, seconds=HOUR)
        _post_to_nobody()


def _asked_for(typed: str) -> list[User]:
    """By username or email address; several people may share an address. Not who signs in through a provider alone:
    whether they come in is decided there, and an administrator may still send them a link."""
    named = Q(pk__in=User.objects.named(typed).values("pk")) | Q(email__iexact=typed)
    able = User.objects.filter(named, is_active=True).exclude(email="").exclude(password__startswith=NO_PASSWORD)
    return list(able.order_by("pk")[:MOST_OF_ONE_ADDRESS])


@transaction.atomic
def _post_to(person: User, *, is_kept: bool = True) -> None:
    link = mails.password_link(_secret_for(person))
    mails.post(mails.new_password(person, link), key=mails.key_of(person), purpose=mails.NEW_PASSWORD)
    audit.record(by=None, verb="sent a link to set a new password, as was asked", subject=person.subject)
    if not is_kept:
        transaction.set_rollback(True)


def _post_to_nobody() -> None:
    """The same work, and nothing of it is kept."""
    nobody = User(pk=0, username="nobody", name="Nobody", email="nobody@example.org", password=make_password(None))
    _post_to(nobody, is_kept=False)


# --- Setting it ------------------------------------------------------------------------------------------------------


def set_password(*, secret: str, password: str) -> User:
    """Every session of theirs ends, and so does the link. Raises LinkIsOver or Busy."""
    person = person_of(secret)
    with the_gate().turn(FIRST):  # outside any transaction: a hash takes long, and SQLite has one writer
        replacement = make_password(password)
    with transaction.atomic():
        # Compare and set: of two who use the link at once, the second finds that it is over.
        now = {"password": person.password, "email": person.email, "sessions_ended": person.sessions_ended}
        if not User.objects.filter(pk=person.pk, is_active=True, **now).update(password=replacement):
            raise LinkIsOver
        audit.record(by=person, verb="set a new password by a link", subject=person.subject)
        if person.email:
            mails.post(mails.password_changed(person), key=mails.key_of(person), purpose=mails.PASSWORD_CHANGED)
    return person
