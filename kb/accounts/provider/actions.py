"""Signing in as whom the provider names, joining by an invitation, linking and unlinking: each with its audit entry.

Somebody is known by issuer and subject alone. An email address is whatever they made of it, so it links nobody.
"""

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import Invitation, ProviderLink, User
from kb.accounts.people import inviting
from kb.accounts.people.actions import take_role
from kb.accounts.people.refusals import LinkIsOver, NoLongerYours
from kb.accounts.people.rules import offered_username
from kb.accounts.provider.refusals import (
    AddressIsTaken,
    Deactivated,
    InvitationIsOver,
    LinkedToSomebody,
    NobodyKnown,
    NoOtherWayIn,
    NoRole,
)
from kb.accounts.provider.rules import Provided
from kb.accounts.roles import May, Role, may
from kb.accounts.second_factor import mails
from kb.lib.openid import provider_name

UNNAMED = "person"


def link_of(person: User, issuer: str) -> ProviderLink | None:
    return ProviderLink.objects.filter(person=person, issuer=issuer).first()


def sign_in_as(provided: Provided) -> User:
    """With the role that the provider gives today. Raises a ProviderRefusal."""
    link = (
        ProviderLink.objects.filter(issuer=provided.issuer, subject=provided.subject).select_related("person").first()
    )
    if link is None:
        return _new_person(provided)
    if not link.person.is_active:
        raise Deactivated
    if provided.maps_roles and provided.role is None:
        _end_sessions(link.person)
        raise NoRole
    with transaction.atomic():
        ProviderLink.objects.filter(pk=link.pk).update(last_used_at=timezone.now())
        return take_role(person=link.person, role=provided.role, of=provider_name()) if provided.role else link.person


@transaction.atomic
def _end_sessions(person: User) -> None:
    """Of whom the provider gives no role any more: whatever else is open to them is so no longer."""
    held = User.objects.select_for_update().get(pk=person.pk)
    held.sessions_ended += 1
    held.save(update_fields=["sessions_ended"])
    detail = {"provider": provider_name()}
    audit.record(
        by=None, verb="refused a sign-in without a role, and ended their sessions", subject=held.subject, detail=detail
    )


def _new_person(provided: Provided) -> User:
    if not provided.maps_roles:
        raise NobodyKnown
    if provided.role is None:
        raise NoRole
    email = provided.email
    if email and (User.objects.filter(email__iexact=email).exists() or _is_invited(email)):
        raise AddressIsTaken
    return _made(provided, name=provided.name, email=email, role=provided.role, invitation=None)


def _is_invited(email: str) -> bool:
    return Invitation.objects.good(timezone.now()).filter(email__iexact=email).exists()


def join(*, provided: Provided, invitation: str) -> User:
    """Without a password. `invitation`: its digest. Raises a ProviderRefusal."""
    found = Invitation.objects.good(timezone.now()).filter(digest=invitation).first()
    if found is None:
        raise InvitationIsOver
    if provided.maps_roles and provided.role is None:
        raise NoRole
    if ProviderLink.objects.filter(issuer=provided.issuer, subject=provided.subject).exists():
        raise LinkedToSomebody
    role = provided.role or Role(found.role)
    return _made(provided, name=provided.name or found.name, email=found.email, role=role, invitation=found)


def _made(provided: Provided, *, name: str, email: str, role: Role, invitation: Invitation | None) -> User:
    username = offered_username(name, is_taken=_is_taken) or offered_username(UNNAMED, is_taken=_is_taken)
    person = User(username=username, name=name or username, email=email, role=role, password=make_password(None))
    try:
        with transaction.atomic():
            if invitation:
                inviting.use_up(invitation)
            person.save(force_insert=True)
            _link(person, provided)
            how = {"role": role.label, "provider": provider_name()}
            if invitation:
                how["invited by"] = invitation.invited_by.name
            audit.record(by=person, verb="joined through the provider", subject=person.subject, detail=how)
    except LinkIsOver as error:
        raise InvitationIsOver from error
    except IntegrityError as error:  # twice at once: the other one has it
        raise LinkedToSomebody from error
    return person


def _is_taken(username: str) -> bool:
    return User.objects.named(username).exists()


def _link(person: User, provided: Provided) -> None:
    now = timezone.now()
    ProviderLink.objects.create(
        person=person, issuer=provided.issuer, subject=provided.subject, linked_at=now, last_used_at=now
    )


def link(*, provided: Provided, by: User) -> None:
    """Of whoever is signed in. The role changes with the next sign-in there. Raises LinkedToSomebody or NoRole."""
    if provided.maps_roles and provided.role is None:
        raise NoRole
    same = ProviderLink.objects.filter(issuer=provided.issuer, subject=provided.subject, person=by)
    if same.exists():
        return
    try:
        with transaction.atomic():
            _link(by, provided)
            detail = {"provider": provider_name()}
            audit.record(by=by, verb="linked their account to the provider", subject=by.subject, detail=detail)
            mails.tell(by, what=f"it was linked to an account of {provider_name()}, with which one can sign in")
    except IntegrityError as error:
        raise LinkedToSomebody from error


@transaction.atomic
def unlink(*, person: User, by: User) -> bool:
    """Their own, or by whoever looks after people. Raises NoOtherWayIn or NoLongerYours."""
    if person == by:
        if not by.has_usable_password():
            raise NoOtherWayIn
    elif not may(User.objects.get(pk=by.pk), May.MANAGE_PEOPLE):
        raise NoLongerYours
    gone = bool(ProviderLink.objects.filter(person=person).delete()[0])
    if gone:
        detail = {"provider": provider_name()}
        audit.record(by=by, verb="took away the link to the provider", subject=person.subject, detail=detail)
        mails.tell(person, what=f"it is no longer linked to an account of {provider_name()}")
    return gone
