"""Adding a passkey, using it and removing it: each with its audit entry."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from kb.accounts import audit, throttle
from kb.accounts.models import Passkey, User
from kb.accounts.second_factor import mails, passkeys
from kb.accounts.second_factor.actions import count_try, first_codes, forget_codes_without_factor, forget_tries
from kb.accounts.second_factor.passkeys import NotThatPasskey
from kb.accounts.sign_in.rules import QUARTER
from kb.accounts.sign_in.tries import TooManyTries

MOST = 20
FAILED_FROM, MOST_FAILED_FROM = "passkey failed from", 300


class TooManyPasskeys(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Nobody has so many devices."""


class CopiedPasskey(NotThatPasskey):
    """It counts less than it did: a copy of it is about."""


class SignsInElsewhere(NotThatPasskey):
    """A provider decides whether they come in; here it follows as second factor only."""


def handle_of(person: User) -> str:
    """The same for all of a person, so that an authenticator knows them again."""
    first = Passkey.objects.filter(person=person).order_by("pk").first()
    return first.handle if first else passkeys.new_handle()


def add(*, by: User, name: str, challenge: str, handle: str, answer: Mapping[str, Any]) -> list[str]:
    """Answers the codes for paper, as `set_up` of a phone does. Raises NotThatPasskey or TooManyPasskeys."""
    new = passkeys.created(challenge=challenge, answer=answer)
    try:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=by.pk)
            if Passkey.objects.filter(person=by).count() >= MOST:
                raise TooManyPasskeys
            Passkey.objects.create(
                person=by,
                name=name,
                credential_id=new.credential_id,
                credential=new.credential,
                handle=handle,
                counter=new.counter,
            )
            audit.record(by=by, verb="added a passkey", subject=by.subject, detail={"passkey": name})
            mails.tell(by, what=f"a passkey was added: {name}")
            return first_codes(by)
    except IntegrityError as error:  # it is here already, theirs or somebody else's
        raise NotThatPasskey from error


@transaction.atomic
def remove(*, by: User, pk: int) -> str:
    """Answers its name; empty where they have no such passkey."""
    held = Passkey.objects.select_for_update().filter(person=by, pk=pk).first()
    if held is None:
        return ""
    held.delete()
    audit.record(by=by, verb="removed a passkey", subject=by.subject, detail={"passkey": held.name})
    mails.tell(by, what=f"a passkey was removed: {held.name}")
    forget_codes_without_factor(by)
    return held.name


def use(*, person: User, challenge: str, answer: Mapping[str, Any]) -> None:
    """As second factor of somebody. Raises NotThatPasskey or TooManyTries."""
    count_try(person)
    _check(_found(answer, person), challenge, answer)
    forget_tries(person)


def use_alone(*, address: str, challenge: str, answer: Mapping[str, Any]) -> User:
    """Answers who it is. Raises NotThatPasskey, SignsInElsewhere or TooManyTries."""
    if throttle.counted(action=FAILED_FROM, key=address, seconds=QUARTER) >= MOST_FAILED_FROM:
        raise TooManyTries(QUARTER)
    try:
        held = _found(answer, None)
        _check(held, challenge, answer)
    except NotThatPasskey:
        throttle.count(action=FAILED_FROM, key=address, seconds=QUARTER)
        raise
    if not held.person.has_usable_password():
        raise SignsInElsewhere
    return held.person


def _found(answer: Mapping[str, Any], person: User | None) -> Passkey:
    whose: dict[str, Any] = {"person": person} if person else {}
    found = Passkey.objects.filter(
        credential_id=passkeys.id_in(answer), person__is_active=True, **whose
    ).select_related("person")
    if not (held := found.first()):
        raise NotThatPasskey
    return held


def _check(held: Passkey, challenge: str, answer: Mapping[str, Any]) -> None:
    if not challenge:
        raise NotThatPasskey
    shown = passkeys.shown(challenge=challenge, answer=answer, kept=held.credential)
    if shown.handle and shown.handle != held.handle:
        raise NotThatPasskey
    if passkeys.is_a_copy(before=held.counter, now=shown.counter):
        _note_copy(held)
        raise CopiedPasskey
    # Compare and set: of two answers at once that say the same number, one is the copy's.
    unused = Passkey.objects.filter(pk=held.pk, counter=held.counter)
    if not unused.update(counter=shown.counter, last_used_at=timezone.now()):
        raise NotThatPasskey


@transaction.atomic
def _note_copy(held: Passkey) -> None:
    audit.record(
        by=None,
        verb="refused a passkey that may be a copy",
        subject=held.person.subject,
        detail={"passkey": held.name},
    )
    mails.tell(held.person, what=f"somebody tried to sign in with what may be a copy of your passkey {held.name}")
