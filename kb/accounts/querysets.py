"""How people, audit entries and throttle counters are read; audit entries can be added and nothing else."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from kb.accounts.models import AuditEntry, Throttle, User  # noqa: F401 - named in strings below


class AppendOnly(TypeError):  # noqa: N818 - named for the rule, like every exception of the house
    """Somebody tried to change or remove an audit entry."""

    def __init__(self) -> None:
        super().__init__("An audit entry is never changed or removed.")


def folded(username: str) -> str:
    """The form in which two usernames are compared."""
    return username.strip().lower()


class UserQuerySet(models.QuerySet["User"]):
    def named(self, username: str) -> "UserQuerySet":
        return self.alias(folded_username=Lower("username")).filter(folded_username=folded(username))


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]  # made at run time
    def get_by_natural_key(self, username: str | None) -> "User":
        """What Django's sign-in asks: in any case of letters."""
        person: User = self.named(username or "").get()
        return person


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def newest_first(self) -> "AuditEntryQuerySet":
        return self.order_by("-at", "-pk")

    def update(self, **kwargs: Any) -> NoReturn:  # noqa: ANN401 - Django's own signature
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ANN401 - Django's own signature
        raise AppendOnly


class ThrottleQuerySet(models.QuerySet["Throttle"]):
    def ended(self, now: datetime) -> "ThrottleQuerySet":
        return self.filter(ends_at__lte=now)
