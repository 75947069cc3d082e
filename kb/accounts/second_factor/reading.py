"""Which second factors somebody has."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from kb.accounts.models import Passkey, RecoveryCode, SecondFactor, User
from kb.accounts.second_factor import passkeys, rules


@dataclass(frozen=True)
class Factors:
    phone: SecondFactor | None
    passkeys: tuple[Passkey, ...]
    codes_left: int

    @property
    def can_show_passkey(self) -> bool:
        """Here: a site whose address has changed to a number has none."""
        return bool(self.passkeys and passkeys.site_id())

    @property
    def can_type_code(self) -> bool:
        return bool(self.phone or self.codes_left)


def phone_of(person: User) -> SecondFactor | None:
    return SecondFactor.objects.filter(person=person).first()


def factors_of(person: User) -> Factors:
    kept = tuple(Passkey.objects.filter(person=person).order_by("added_at", "pk"))
    return Factors(phone_of(person), kept, RecoveryCode.objects.filter(person=person).count())


def has_factor(person: User) -> bool:
    own = {"person": OuterRef("pk")}
    either = Exists(SecondFactor.objects.filter(**own)) | Exists(Passkey.objects.filter(**own))
    return User.objects.filter(either, pk=person.pk).exists()


def next_step(person: User, today: date) -> rules.NextStep:
    return rules.next_step(
        has_factor=has_factor(person),
        is_asked=rules.is_asked_of(person.role),
        due=person.second_factor_due,
        today=today,
    )
