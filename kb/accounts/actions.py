"""Signing in and out, adding a person, changing a password, being away: each with its audit entry."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from kb.accounts import audit, rules, throttle
from kb.accounts.models import Invitation, User
from kb.accounts.roles import May, Role, may
from kb.accounts.second_factor import actions as second_factor
from kb.accounts.second_factor import challenges
from kb.accounts.second_factor.reading import next_step
from kb.accounts.second_factor.rules import NextStep
from kb.accounts.sign_in.gate import the_gate
from kb.accounts.sign_in.rules import FIRST, TRIES, TRIES_WITHIN
from kb.accounts.sign_in.tries import TooManyTries
from kb.lib import dates
from kb.lib.holders import some_of
from kb.lib.text import turn_fault

INVITATION_KEPT_AFTER_ITS_END = timedelta(days=30)
CHANGE_PASSWORD = "change password"  # noqa: S105 - the name of an action


class SignInRefused(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """No such account, wrong password, or a person who is no longer active; never said which."""


class MoreIsAsked(Exception):  # noqa: N818 - see SignInRefused
    """The password is right, and nobody is signed in yet."""

    def __init__(self, person: User, step: NextStep) -> None:
        super().__init__(step.value)
        self.person, self.step = person, step


class WrongPassword(Exception):  # noqa: N818 - see SignInRefused
    """The current password is not that."""


class UsernameTaken(Exception):  # noqa: N818 - see SignInRefused
    """Somebody has this username, in some case of letters."""


class NotAName(Exception):  # noqa: N818 - see SignInRefused
    """Its words say why."""


class NotADayToBeAway(Exception):  # noqa: N818 - see SignInRefused
    """Its words say why."""


def sign_in(*, request: HttpRequest, username: str, password: str) -> User:
    """Raises SignInRefused, MoreIsAsked, TooManyTries or Busy: the backend counts, and lets one at a time through."""
    person = authenticate(request, username=username, password=password)
    if not isinstance(person, User):
        raise SignInRefused
    if (step := next_step(person, dates.in_london(timezone.now()).date())) is not NextStep.IN:
        raise MoreIsAsked(person, step)
    begin_session(request=request, by=person)
    return person


@transaction.atomic
def begin_session(*, request: HttpRequest, by: User, has_shown_two: bool = False, through: str = "") -> None:
    """Of somebody who has shown already who they are; `through` whom, where it was not here. `has_shown_two`: factors,
    so that none is asked of them here."""
    backend = getattr(by, "backend", settings.AUTHENTICATION_BACKENDS[0])
    login(request, by, backend=backend)  # gives the session a new key
    challenges.note_signed_in(request)
    if not has_shown_two:
        second_factor.note_that_it_is_due(by, dates.in_london(timezone.now()).date())
    detail = {"through": through} if through else {}
    audit.record(by=by, verb="signed in", subject=by.subject, detail=detail)


@transaction.atomic
def sign_out(*, request: HttpRequest, by: User) -> None:
    audit.record(by=by, verb="signed out", subject=by.subject)
    logout(request)


def add_person(*, username: str, name: str, role: Role, password: str, email: str = "", by: User | None = None) -> User:
    """Raises UsernameTaken or NotAName. `by` None: somebody with the command line of the server."""
    username = username.strip()
    if fault := turn_fault(name):
        raise NotAName(fault)
    if User.objects.named(username).exists():
        raise UsernameTaken(username)
    person = User(username=username, name=name.strip(), role=role, email=User.objects.normalize_email(email))
    person.password = make_password(password)  # before the transaction: see change_password
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            audit.record(by=by, verb="added a person", subject=person.subject, detail={"role": role})
    except IntegrityError as error:
        if User.objects.named(username).exists():  # added by somebody else since we looked
            raise UsernameTaken(username) from error
        raise
    return person


def change_password(*, request: HttpRequest, by: User, current: str, new: str) -> None:
    """Raises WrongPassword, TooManyTries or Busy. This session stays, all others of the person end."""
    # Whoever is signed in goes first. Outside any transaction: a hash takes long, and SQLite has one writer.
    with the_gate().turn(FIRST):
        allowed = throttle.allow(action=CHANGE_PASSWORD, key=str(by.pk), limit=TRIES, seconds=TRIES_WITHIN)
        if not allowed.ok:
            raise TooManyTries(allowed.retry_after)
        if not by.check_password(current):
            raise WrongPassword
        throttle.forget(action=CHANGE_PASSWORD, key=str(by.pk))
        replacement = make_password(new)
    with transaction.atomic():
        # Compare and set: of two changes at once, the second was made against a password that is gone.
        if not User.objects.filter(pk=by.pk, password=by.password).update(password=replacement):
            raise WrongPassword
        by.password = replacement
        audit.record(by=by, verb="changed the password", subject=by.subject)
        update_session_auth_hash(request, by)


@transaction.atomic
def set_away(*, by: User, until: date | None, today: date, person: User | None = None) -> User:
    """Others stand in for them up to and on that day; None: they are back. Without `person` of oneself; of somebody
    else whoever looks after people may say it. Raises NotADayToBeAway or PermissionDenied."""
    if until and (said := rules.absence_problem(until, today)):
        raise NotADayToBeAway(said)
    if person not in {None, by} and not may(by, May.MANAGE_PEOPLE):
        raise PermissionDenied
    person = User.objects.select_for_update().get(pk=(person or by).pk)
    if person.away_until != until:
        detail = {"from": person.away_until, "until": until}
        person.away_until = until
        person.save(update_fields=["away_until"])
        verb = "said until when they are away" if until else "said that they are back"
        audit.record(by=by, verb=verb, subject=person.subject, detail=detail)
    return person


@transaction.atomic
def set_monday_mail(*, by: User, wanted: bool, now: datetime) -> User:
    """Whether they are sent what last week says. Who asks again asked the first time."""
    person = User.objects.select_for_update().get(pk=by.pk)
    if wanted == (person.monday_mail_since is not None):
        return person
    person.monday_mail_since = now if wanted else None
    person.save(update_fields=["monday_mail_since"])
    verb = "asked for the email on Mondays" if wanted else "stopped the email on Mondays"
    audit.record(by=by, verb=verb, subject=person.subject)
    return person


def forget(now: datetime) -> int:
    """Answers how many sessions were removed. Any number of workers may do it at once."""
    throttle.forget_ended(now)
    _invitations(now)
    return _sessions(now)


@transaction.atomic
def _sessions(now: datetime) -> int:
    return some_of(Session.objects.filter(expire_date__lte=now)).delete()[0]


@transaction.atomic
def _invitations(now: datetime) -> int:
    """Those that nobody took. Until then they can be sent again."""
    return some_of(Invitation.objects.filter(expires_at__lte=now - INVITATION_KEPT_AFTER_ITS_END)).delete()[0]
