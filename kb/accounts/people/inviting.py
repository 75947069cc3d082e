"""Inviting somebody, sending it again or taking it back, and joining by the link."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.actions import UsernameTaken
from kb.accounts.models import Invitation, User
from kb.accounts.people import mails, rules
from kb.accounts.people.refusals import AlreadyHere, LinkIsOver, NoLongerYours
from kb.accounts.roles import May, Role, may
from kb.accounts.sign_in.gate import the_gate
from kb.accounts.sign_in.rules import FIRST
from kb.outbox import actions as outbox


@dataclass(frozen=True)
class SentLink:
    """The link is empty where it went out by mail. Else it is shown once, to be handed over."""

    to: str
    link: str = ""


def _still_may(by: User) -> None:
    if not may(User.objects.select_for_update().get(pk=by.pk), May.MANAGE_PEOPLE):
        raise NoLongerYours


def _key_of(invitation: Invitation) -> str:
    return f"invitation {invitation.pk}"


def _detail(invitation: Invitation) -> dict[str, str]:
    return {"email": invitation.email, "role": Role(invitation.role).label}


def _send(invitation: Invitation, secret: str) -> SentLink:
    link = mails.join_link(secret)
    if not mails.reach_people():
        return SentLink(invitation.email, link)
    mails.post(mails.invitation(invitation, link), key=_key_of(invitation), purpose=mails.INVITATION)
    return SentLink(invitation.email)


@transaction.atomic
def invite(*, name: str, email: str, role: str, by: User) -> SentLink:
    """Raises NoLongerYours or AlreadyHere."""
    _still_may(by)
    if User.objects.filter(email__iexact=email).exists():
        raise AlreadyHere("Somebody with this email address has an account. Find them in the list of people.")
    if Invitation.objects.filter(email__iexact=email).exists():
        raise AlreadyHere("This email address is invited already. Send that invitation again from the list of people.")
    secret, now = rules.new_secret(), timezone.now()
    invitation = Invitation.objects.create(
        name=name.strip(),
        email=User.objects.normalize_email(email),
        role=role,
        digest=rules.digest_of(secret),
        invited_by=by,
        invited_at=now,
        expires_at=now + rules.INVITED_FOR,
    )
    audit.record(by=by, verb="invited somebody", subject=str(invitation), detail=_detail(invitation))
    return _send(invitation, secret)


@transaction.atomic
def send_again(*, invitation: Invitation, by: User) -> SentLink:
    """With a new link; the one before is over. Raises NoLongerYours, or LinkIsOver where they have joined."""
    _still_may(by)
    held = _held(invitation)
    secret, now = rules.new_secret(), timezone.now()
    outbox.forget_about(room=mails.ROOM, key=_key_of(held))
    held.digest, held.invited_by = rules.digest_of(secret), by
    held.invited_at, held.expires_at = now, now + rules.INVITED_FOR
    held.save(update_fields=["digest", "invited_by", "invited_at", "expires_at"])
    audit.record(by=by, verb="sent an invitation again", subject=str(held), detail=_detail(held))
    return _send(held, secret)


@transaction.atomic
def take_back(*, invitation: Invitation, by: User) -> None:
    """Raises NoLongerYours, or LinkIsOver where they have joined."""
    _still_may(by)
    held = _held(invitation)
    _end(held)
    audit.record(by=by, verb="took back an invitation", subject=str(held), detail=_detail(held))


def _held(invitation: Invitation) -> Invitation:
    held = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
    if held is None:
        raise LinkIsOver
    return held


def _end(invitation: Invitation) -> int:
    """Answers whether it was still there."""
    outbox.forget_about(room=mails.ROOM, key=_key_of(invitation))
    return Invitation.objects.filter(pk=invitation.pk, digest=invitation.digest).delete()[0]


def take_back_all_of(person: User) -> int:
    """Of somebody who may invite no more: else they could come in again by their own link. In the transaction of that
    act, which writes it down."""
    return sum(map(_end, Invitation.objects.filter(invited_by=person)))


# --- Joining ---------------------------------------------------------------------------------------------------------


def invitation_of(secret: str) -> Invitation:
    """Raises LinkIsOver."""
    found = Invitation.objects.good(timezone.now()).filter(digest=rules.digest_of(secret)).first()
    if found is None:
        raise LinkIsOver
    return found


def use_up(invitation: Invitation) -> None:
    """Of two who use the link at once, one takes the row away. In the transaction of joining; raises LinkIsOver."""
    if not _end(invitation):
        raise LinkIsOver


def join(*, secret: str, username: str, name: str, password: str) -> User:
    """The role and the email address are those of the invitation. Raises LinkIsOver, UsernameTaken or Busy."""
    invitation, username = invitation_of(secret), username.strip()
    if User.objects.named(username).exists():
        raise UsernameTaken(username)
    with the_gate().turn(FIRST):  # outside any transaction: a hash takes long, and SQLite has one writer
        hashed = make_password(password)
    person = User(username=username, name=name.strip(), email=invitation.email, role=invitation.role, password=hashed)
    try:
        with transaction.atomic():
            use_up(invitation)
            person.save(force_insert=True)
            detail = {"role": Role(person.role).label, "invited by": invitation.invited_by.name}
            audit.record(by=person, verb="joined by an invitation", subject=person.subject, detail=detail)
    except IntegrityError as error:
        if User.objects.named(username).exists():  # taken by somebody else since we looked
            raise UsernameTaken(username) from error
        raise
    return person
