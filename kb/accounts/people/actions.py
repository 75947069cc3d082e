"""What an administrator does to an account: its role, its name, its end and its return."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from kb.accounts import audit
from kb.accounts.models import User
from kb.accounts.people import inviting, mails
from kb.accounts.people.refusals import LastAdministrator, NoLongerYours, YourOwnAccount
from kb.accounts.roles import May, Role, may
from kb.outbox import actions as outbox


def _held(person: User, by: User | None) -> User:
    """The row of today. Those of all administrators are locked, in one order: of two who act on each other at once,
    the second finds that they may not any more."""
    rows = User.objects.select_for_update().filter(Q(role=Role.ADMINISTRATOR) | Q(pk=person.pk)).order_by("pk")
    held = {row.pk: row for row in rows}
    if by is not None and (by.pk not in held or not may(held[by.pk], May.MANAGE_PEOPLE)):
        raise NoLongerYours
    return held[person.pk]


def _is_not_the_last(person: User) -> None:
    others = User.objects.administrators().exclude(pk=person.pk)
    if person.role == Role.ADMINISTRATOR and person.is_active and not others.exists():
        raise LastAdministrator


@transaction.atomic
def change_role(*, person: User, role: str, by: User | None) -> User:
    """Holds from their next request on. Raises NoLongerYours, YourOwnAccount or LastAdministrator."""
    held = _held(person, by)
    if held == by:
        raise YourOwnAccount
    if held.role == role:
        return held
    _is_not_the_last(held)
    _set_role(held, Role(role), by=by, verb="changed a role", detail={})
    return held


@transaction.atomic
def take_role(*, person: User, role: Role, of: str) -> User:
    """As a provider says it of somebody who signs in there (`of`): also of the last administrator, since it is there
    that it is decided who that is. Holds from their next request on."""
    held = _held(person, None)
    if held.role != role:
        _set_role(held, role, by=None, verb="took over a role", detail={"provider": of})
    return held


def _set_role(held: User, role: Role, *, by: User | None, verb: str, detail: dict[str, object]) -> None:
    before, held.role = Role(held.role), role
    held.save(update_fields=["role"])
    detail = {"from": before.label, "to": role.label, **detail}
    if not may(held, May.MANAGE_PEOPLE):
        detail["invitations taken back"] = inviting.take_back_all_of(held)
    audit.record(by=by, verb=verb, subject=held.subject, detail=detail)


@transaction.atomic
def change_organisation(*, person: User, organisation: str, by: User | None) -> User:
    """From their next request on they keep its contacts, and of those of organisations no others; empty ends it.
    Raises NoLongerYours."""
    held = _held(person, by)
    before = held.organisation
    if before == organisation:
        return held
    held.organisation = organisation
    held.save(update_fields=["organisation"])
    detail = {"from": before, "to": organisation}
    audit.record(by=by, verb="changed whose contacts they keep", subject=held.subject, detail=detail)
    return held


@transaction.atomic
def deactivate(*, person: User, by: User | None) -> User:
    """They are signed out everywhere, and their links and invitations are over. Raises as `change_role` does."""
    held = _held(person, by)
    if held == by:
        raise YourOwnAccount
    if not held.is_active:
        return held
    _is_not_the_last(held)
    held.is_active = False
    held.sessions_ended += 1
    held.save(update_fields=["is_active", "sessions_ended"])
    detail = {"invitations taken back": inviting.take_back_all_of(held)}
    audit.record(by=by, verb="deactivated an account", subject=held.subject, detail=detail)
    outbox.forget_about(room=mails.ROOM, key=mails.key_of(held))
    return held


@transaction.atomic
def activate(*, person: User, by: User | None) -> User:
    """Raises NoLongerYours."""
    held = _held(person, by)
    if not held.is_active:
        held.is_active = True
        held.save(update_fields=["is_active"])
        audit.record(by=by, verb="activated an account again", subject=held.subject)
    return held


@transaction.atomic
def change_details(*, person: User, name: str, email: str, by: User | None) -> User:
    """Their old address is told of a new one. Raises NoLongerYours."""
    # First, as whoever publishes does: public pages say who reviewed an article.
    import_string(settings.RAISE_EDITION)()
    held = _held(person, by)
    new = {"name": name.strip(), "email": User.objects.normalize_email(email)}
    detail = {
        field: {"from": getattr(held, field), "to": to} for field, to in new.items() if getattr(held, field) != to
    }
    if not detail:
        return held
    if "email" in detail:
        for mail in mails.address_changed(held):
            mails.post(mail, key=mails.key_of(held), purpose=mails.ADDRESS_CHANGED)
    for field in detail:
        setattr(held, field, new[field])
    held.save(update_fields=list(detail))
    audit.record(by=by, verb="changed name or email", subject=held.subject, detail=detail)
    return held
