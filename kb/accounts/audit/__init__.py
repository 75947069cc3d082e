"""The audit trail: every action of every room writes its entry here, in its own transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from kb.accounts.models import AuditEntry, User

SYSTEM = "the system"
_BLANKED = {"subject", "detail"}


class NotInTransaction(RuntimeError):  # noqa: N818 - named for what went wrong, like every exception of the house
    """An entry outside the transaction of what it speaks of could stand alone, and lie."""

    def __init__(self) -> None:
        super().__init__("audit.record() must be called inside the transaction of the change it records.")


def record(*, by: User | None, verb: str, subject: str, detail: dict[str, Any] | None = None) -> AuditEntry:
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction
    actor_name = by.name if by else SYSTEM
    return AuditEntry.objects.create(
        actor=by, actor_name=actor_name, verb=verb, subject=subject[:300], detail=detail or {}
    )


def record_each(*, by: User | None, verb: str, told: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """The same act on many things, each with its subject and its detail."""
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction
    actor_name = by.name if by else SYSTEM
    AuditEntry.objects.bulk_create(
        AuditEntry(actor=by, actor_name=actor_name, verb=verb, subject=subject[:300], detail=detail)
        for subject, detail in told
    )


def record_alone(*, by: User | None, verb: str, subject: str, detail: dict[str, Any] | None = None) -> None:
    """Of what changes nothing here, such as a list that somebody took away."""
    with transaction.atomic():
        record(by=by, verb=verb, subject=subject, detail=detail)


def blank(entry: AuditEntry, changes: Mapping[str, Any]) -> None:
    """Words that are erased everywhere go from what an entry tells too. Who did what, and when, stays as it was."""
    QuerySet.update(AuditEntry.objects.filter(pk=entry.pk), **{name: changes[name] for name in _BLANKED & set(changes)})
