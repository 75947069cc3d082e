"""People, the audit trail, and throttle counters."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, ClassVar, NoReturn

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from kb.accounts.roles import Role


class AppendOnly(TypeError):  # noqa: N818 - named for the rule, like every exception of the house
    """Somebody tried to change or remove an audit entry."""

    def __init__(self) -> None:
        super().__init__("An audit entry is never changed or removed.")


SUBJECT = "person "


def folded(username: str) -> str:
    """The form in which two usernames are compared."""
    return username.strip().lower()


class UserQuerySet(models.QuerySet["User"]):
    def named(self, username: str) -> "UserQuerySet":
        return self.alias(folded_username=Lower("username")).filter(folded_username=folded(username))

    def are_in(self, subjects: Iterable[str]) -> "UserQuerySet":
        """Those of whom the audit trail speaks by these names."""
        usernames = [subject.removeprefix(SUBJECT) for subject in subjects if subject.startswith(SUBJECT)]
        return self.filter(username__in=usernames)

    def in_order(self) -> "UserQuerySet":
        return self.order_by(Lower("name"), "pk")

    def administrators(self) -> "UserQuerySet":
        return self.filter(role=Role.ADMINISTRATOR, is_active=True)


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]  # made at run time
    def get_by_natural_key(self, username: str | None) -> "User":
        """What Django's sign-in asks: in any case of letters."""
        person: User = self.named(username or "").get()
        return person


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def newest_first(self) -> "AuditEntryQuerySet":
        return self.order_by("-at", "-pk")

    def concerning(self, person: "User") -> "AuditEntryQuerySet":
        """What they did, and what was done to their account."""
        return self.filter(models.Q(actor=person) | models.Q(subject=person.subject))

    def update(self, **kwargs: Any) -> NoReturn:  # noqa: ANN401 - Django's own signature
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ANN401 - Django's own signature
        raise AppendOnly


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def good(self, now: datetime) -> "InvitationQuerySet":
        return self.filter(expires_at__gt=now)

    def newest_first(self) -> "InvitationQuerySet":
        return self.order_by("-invited_at", "-pk")


class ThrottleQuerySet(models.QuerySet["Throttle"]):
    def ended(self, now: datetime) -> "ThrottleQuerySet":
        return self.filter(ends_at__lte=now)


# ASCII only: SQLite folds no other letters, so a wider set would mean two databases and two behaviours.
USERNAME_PATTERN = r"\A[A-Za-z0-9][A-Za-z0-9._@+-]*\Z"


class User(AbstractBaseUser):
    # `unique` is what Django's own check asks for (auth.E003); the constraint below is the rule.
    username = models.CharField(
        max_length=150,
        unique=True,
        validators=[RegexValidator(USERNAME_PATTERN, "Use letters, numbers and . _ @ + - only in a username.")],
    )
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    away_until = models.DateField(null=True, blank=True, help_text="The last day on which others stand in")
    sessions_ended = models.PositiveIntegerField(
        default=0, db_default=0, help_text="How often all their sessions were ended at once"
    )
    second_factor_due = models.DateField(
        null=True, blank=True, help_text="The last day on which a password alone lets them in"
    )
    monday_mail_since = models.DateTimeField(null=True, blank=True, help_text="When they asked for the mail of Monday")
    organisation = models.CharField(
        max_length=12, blank=True, default="", db_default="", help_text="ODS code of the one whose contacts they keep"
    )

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="accounts_user_username_unique_in_any_case"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="accounts_user_role_known"),
            models.CheckConstraint(
                condition=~models.Q(username="") & ~models.Q(name=""), name="accounts_user_names_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """What the audit trail calls them."""
        return f"{SUBJECT}{self.username}"

    def get_session_auth_hash(self) -> str:
        """What a session must hold to be theirs."""
        return self._since_they_ended(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        yield from map(self._since_they_ended, super().get_session_auth_fallback_hash())

    def _since_they_ended(self, digest: str) -> str:
        # Without it where none were ever ended: sessions from before this column go on.
        return f"{digest}.{self.sessions_ended}" if self.sessions_ended else digest

    def is_away(self, today: date) -> bool:
        """Asked at reading, so that nobody need take it away when the day is over."""
        return self.away_until is not None and today <= self.away_until


class Invitation(models.Model):
    """Somebody who may make an account of their own by a link. It goes once they have joined, or it is taken back."""

    name = models.CharField(max_length=200)
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role.choices)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="accounts_invitation_role_known"),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(email="") & ~models.Q(digest=""),
                name="accounts_invitation_says_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} of {self.name}"


class SecondFactor(models.Model):
    """A program on somebody's phone that shows six figures. Its key is made of the seed and the key of this site, and
    is kept nowhere: the rows alone let nobody in."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_factor")
    seed = models.CharField(max_length=64)
    last_counter = models.PositiveBigIntegerField(help_text="The half minute whose figures were used last")
    added_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"second factor of {self.person}"


class Passkey(models.Model):
    """A key that somebody's device or browser holds for this site. Here is its public half, which lets nobody in."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=100)
    credential_id = models.CharField(max_length=1400, unique=True)
    credential = models.TextField(help_text="Its public key, as the authenticator gave it")
    handle = models.CharField(
        max_length=64, help_text="Who it is, to the authenticator: random, and of no use elsewhere"
    )
    counter = models.PositiveBigIntegerField(help_text="How often it was used, as it says itself; many always say 0")
    added_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name="") & ~models.Q(handle=""), name="accounts_passkey_named")
        ]

    def __str__(self) -> str:
        return f"passkey {self.name} of {self.person}"


class ProviderLink(models.Model):
    """Who somebody is to an OpenID provider: `subject` is a name of theirs there, which nobody else ever has."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="provider_links")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="accounts_provider_link_of_one_person"),
            models.UniqueConstraint(fields=["person", "issuer"], name="accounts_provider_link_once_a_person"),
            models.CheckConstraint(
                condition=~models.Q(issuer="") & ~models.Q(subject=""), name="accounts_provider_link_says_who"
            ),
        ]

    def __str__(self) -> str:
        return f"link of {self.person} to {self.issuer}"


class RecoveryCode(models.Model):
    """One of ten, for whoever has lost phone and passkeys; it goes when it is used."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "digest"], name="accounts_recovery_code_once")]

    def __str__(self) -> str:
        return f"a recovery code of {self.person}"


class AuditEntry(models.Model):
    """What somebody did. Written by `audit.record`, never changed."""

    at = models.DateTimeField(default=timezone.now)
    # People are made inactive, never removed: the trail must keep its names.
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="audit_entries")
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=100)
    subject = models.CharField(max_length=300)
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="accounts_audit_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(actor_name="") & ~models.Q(verb="") & ~models.Q(subject=""),
                name="accounts_audit_says_who_did_what",
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb}: {self.subject}"

    def save(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        if not self._state.adding:
            raise AppendOnly
        # A new object with the number of an old entry must fail, not overwrite it.
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ANN401 - Django's own signature
        raise AppendOnly


class Throttle(models.Model):
    """How often one thing was done in one window of time; `throttle.allow` is the only writer."""

    digest = models.CharField(max_length=64)
    ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    objects = ThrottleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "ends_at"], name="accounts_throttle_one_row_a_window")]

    def __str__(self) -> str:
        return f"{self.digest[:8]}… {self.count} until {self.ends_at:%H:%M:%S}"
