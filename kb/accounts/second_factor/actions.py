"""Setting up a second factor, using it, and taking it away: each with its audit entry."""

import time
from datetime import date
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction

from kb.accounts import audit, throttle
from kb.accounts.models import RecoveryCode, SecondFactor, User
from kb.accounts.roles import May, may
from kb.accounts.second_factor import mails, rules
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


def factor_of(person: User) -> SecondFactor | None:
    return SecondFactor.objects.filter(person=person).first()


def next_step(person: User, today: date) -> rules.NextStep:
    return rules.next_step(
        has_factor=factor_of(person) is not None,
        is_asked=rules.is_asked_of(person.role),
        due=person.second_factor_due,
        today=today,
    )


def note_that_it_is_due(person: User, today: date) -> None:
    """From the first sign-in on at which it is asked; called in the transaction of that."""
    if rules.is_asked_of(person.role) and not person.second_factor_due and not factor_of(person):
        person.second_factor_due = today + rules.GRACE
        User.objects.filter(pk=person.pk).update(second_factor_due=person.second_factor_due)


# --- Setting it up ---------------------------------------------------------------------------------------------------


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
    """Answers the codes for paper, which are shown once. Raises ProposalIsOver, WrongCode or TooManyTries."""
    seed = seed_of(proposal, by)
    counter = rules.counter_of(seed, code, at=time.time())
    if counter is None:
        raise WrongCode
    # Whoever has one already takes it away first, with a code.
    factor, is_new = SecondFactor.objects.get_or_create(person=by, defaults={"seed": seed, "last_counter": counter})
    if not is_new:
        raise ProposalIsOver
    audit.record(by=by, verb="set up a second factor", subject=by.subject)
    mails.tell(by, what="a phone was set up that shows codes for signing in")
    return _codes_for(factor)


def _codes_for(factor: SecondFactor) -> list[str]:
    codes = rules.new_recovery_codes()
    factor.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(factor=factor, digest=rules.recovery_digest(one)) for one in codes)
    return codes


# --- Using it, and taking it away ------------------------------------------------------------------------------------


def check(*, person: User, code: str) -> None:
    """Raises WrongCode or TooManyTries. Each code is good once, for all processes together."""
    allowed = throttle.allow(action=TRY, key=str(person.pk), limit=TRIES, seconds=QUARTER)
    if not allowed.ok:
        raise TooManyTries(allowed.retry_after)
    factor = factor_of(person)
    if factor is None or not (_is_of_now(factor, code) or _was_on_paper(factor, code)):
        raise WrongCode
    throttle.forget(action=TRY, key=str(person.pk))


def _is_of_now(factor: SecondFactor, code: str) -> bool:
    counter = rules.counter_of(factor.seed, code, at=time.time())
    unused = SecondFactor.objects.filter(pk=factor.pk, last_counter__lt=counter or 0)
    return counter is not None and bool(unused.update(last_counter=counter))


@transaction.atomic
def _was_on_paper(factor: SecondFactor, code: str) -> bool:
    used: Any = factor.recovery_codes.filter(digest=rules.recovery_digest(code)).delete()[0]
    if used:
        left = {"left": factor.recovery_codes.count()}
        audit.record(by=factor.person, verb="used a recovery code", subject=factor.person.subject, detail=left)
    return bool(used)


def renew_codes(*, by: User, code: str) -> list[str]:
    """The ones before are over. Raises WrongCode or TooManyTries."""
    check(person=by, code=code)
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().get(person=by)
        audit.record(by=by, verb="made new recovery codes", subject=by.subject)
        return _codes_for(factor)


def take_away(*, by: User, code: str) -> None:
    """Their own. Raises WrongCode or TooManyTries."""
    check(person=by, code=code)
    _remove(person=by, by=by, verb="took away their second factor")


@transaction.atomic
def take_away_of(*, person: User, by: User) -> None:
    """Of somebody who has lost phone and paper. Raises PermissionDenied."""
    if not may(User.objects.get(pk=by.pk), May.MANAGE_PEOPLE) or person == by:
        raise PermissionDenied
    _remove(person=person, by=by, verb="took away a second factor")


@transaction.atomic
def _remove(*, person: User, by: User, verb: str) -> None:
    if SecondFactor.objects.filter(person=person).delete()[0]:
        audit.record(by=by, verb=verb, subject=person.subject)
        mails.tell(person, what="the second factor was taken away")
