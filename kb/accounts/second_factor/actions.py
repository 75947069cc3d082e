"""Setting up a phone, using its codes or those on paper, and taking factors away: each with its audit entry."""

import time
from datetime import date
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction

from kb.accounts import audit, throttle
from kb.accounts.models import Passkey, RecoveryCode, SecondFactor, User
from kb.accounts.roles import May, may
from kb.accounts.second_factor import mails, rules
from kb.accounts.second_factor.reading import has_factor, phone_of
from kb.accounts.sign_in.rules import QUARTER
from kb.accounts.sign_in.tries import TooManyTries

TRY = "second factor"
TRIES = 6  # within a quarter of an hour: of a million codes three are right at a time
PROPOSAL_HOLDS = 60 * 60  # seconds
_SALT = "accounts.second-factor.proposal"


class WrongCode(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Neither the code of now nor one on paper that is left, or it was used already."""


class ProposalIsOver(Exception):  # noqa: N818 - see WrongCode
    """The page was open for too long, or for somebody else."""


def note_that_it_is_due(person: User, today: date) -> None:
    """From the first sign-in on at which it is asked; called in the transaction of that."""
    if rules.is_asked_of(person.role) and not person.second_factor_due and not has_factor(person):
        person.second_factor_due = today + rules.GRACE
        User.objects.filter(pk=person.pk).update(second_factor_due=person.second_factor_due)


# --- Setting up a phone ----------------------------------------------------------------------------------------------


def proposal(person: User) -> str:
    """A seed for a hidden field of the form: nothing is kept until a code shows that the phone has it."""
    return signing.dumps([person.pk, rules.new_seed()], salt=_SALT)


def seed_of(proposal: str, person: User) -> str:
    """Raises ProposalIsOver."""
    try:
        whose, seed = signing.loads(proposal, salt=_SALT, max_age=PROPOSAL_HOLDS)
    except signing.BadSignature as error:
        raise ProposalIsOver from error
    if whose != person.pk:
        raise ProposalIsOver
    return str(seed)


@transaction.atomic
def set_up(*, by: User, proposal: str, code: str) -> list[str]:
    """Answers the codes for paper, which are shown once: none, where they have some. Raises ProposalIsOver, WrongCode
    or TooManyTries."""
    seed = seed_of(proposal, by)
    counter = rules.counter_of(seed, code, at=time.time())
    if counter is None:
        raise WrongCode
    # Whoever has one already takes it away first.
    _, is_new = SecondFactor.objects.get_or_create(person=by, defaults={"seed": seed, "last_counter": counter})
    if not is_new:
        raise ProposalIsOver
    audit.record(by=by, verb="set up a second factor", subject=by.subject)
    mails.tell(by, what="a phone was set up that shows codes for signing in")
    return first_codes(by)


def first_codes(person: User) -> list[str]:
    """With the first factor; none, where they have some. In the transaction of that."""
    return [] if RecoveryCode.objects.filter(person=person).exists() else _new_codes(person)


def _new_codes(person: User) -> list[str]:
    codes = rules.new_recovery_codes()
    RecoveryCode.objects.filter(person=person).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(person=person, digest=rules.recovery_digest(one)) for one in codes)
    return codes


# --- Using codes -----------------------------------------------------------------------------------------------------


def count_try(person: User) -> None:
    """Of a code or a passkey. Raises TooManyTries."""
    allowed = throttle.allow(action=TRY, key=str(person.pk), limit=TRIES, seconds=QUARTER)
    if not allowed.ok:
        raise TooManyTries(allowed.retry_after)


def forget_tries(person: User) -> None:
    throttle.forget(action=TRY, key=str(person.pk))


def check(*, person: User, code: str) -> None:
    """Raises WrongCode or TooManyTries. Each code is good once, for all processes together."""
    count_try(person)
    if not (_is_of_now(person, code) or _was_on_paper(person, code)):
        raise WrongCode
    forget_tries(person)


def _is_of_now(person: User, code: str) -> bool:
    phone = phone_of(person)
    counter = rules.counter_of(phone.seed, code, at=time.time()) if phone else None
    if phone is None or counter is None:
        return False
    return bool(SecondFactor.objects.filter(pk=phone.pk, last_counter__lt=counter).update(last_counter=counter))


@transaction.atomic
def _was_on_paper(person: User, code: str) -> bool:
    used: Any = RecoveryCode.objects.filter(person=person, digest=rules.recovery_digest(code)).delete()[0]
    if used:
        left = {"left": RecoveryCode.objects.filter(person=person).count()}
        audit.record(by=person, verb="used a recovery code", subject=person.subject, detail=left)
    return bool(used)


# --- Who has just shown a factor -------------------------------------------------------------------------------------


@transaction.atomic
def renew_codes(*, by: User) -> list[str]:
    """The ones before are over."""
    User.objects.select_for_update().get(pk=by.pk)
    audit.record(by=by, verb="made new recovery codes", subject=by.subject)
    return _new_codes(by)


@transaction.atomic
def take_away(*, by: User) -> None:
    """Their own phone."""
    if SecondFactor.objects.filter(person=by).delete()[0]:
        audit.record(by=by, verb="took away their second factor", subject=by.subject)
        mails.tell(by, what="the phone that shows codes was taken away")
        forget_codes_without_factor(by)


def forget_codes_without_factor(person: User) -> None:
    """They are for whoever has lost something; in the transaction in which the last factor may have gone."""
    if not has_factor(person):
        RecoveryCode.objects.filter(person=person).delete()


@transaction.atomic
def take_away_of(*, person: User, by: User) -> None:
    """All of somebody who has lost phone, passkeys and paper. Raises PermissionDenied."""
    if not may(User.objects.get(pk=by.pk), May.MANAGE_PEOPLE) or person == by:
        raise PermissionDenied
    phones = SecondFactor.objects.filter(person=person).delete()[0]
    if Passkey.objects.filter(person=person).delete()[0] or phones:
        RecoveryCode.objects.filter(person=person).delete()
        audit.record(by=by, verb="took away a second factor", subject=person.subject)
        mails.tell(person, what="the second factor was taken away, with passkeys and recovery codes")
