"""What the form remembers from one step to the next, signed, in the form itself: nothing of it is in the database."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Self

from django.core import signing
from django.utils.crypto import salted_hmac

from kb.reports.visit import new_form

_SALT = "kb.reports.form"


def _key(passage: str) -> str:
    """A passage that was said not to be about a patient, by a digest that only we can make."""
    return salted_hmac(_SALT, passage, algorithm="sha256").hexdigest()[:16]


@dataclass(frozen=True)
class FormState:
    """`form` is the unguessable name under which files are held; `began` when the form was first shown."""

    form: str
    began: float
    overruled: tuple[str, ...] = ()
    was_offered: bool = False

    @classmethod
    def fresh(cls, now: datetime) -> Self:
        return cls(form=new_form(), began=now.timestamp())

    @classmethod
    def read(cls, text: str, now: datetime) -> Self:
        """One that is not ours is as good as none: the form begins anew."""
        try:
            values = signing.loads(text, salt=_SALT)
            return cls(**{**values, "overruled": tuple(values["overruled"])})
        except (signing.BadSignature, TypeError, KeyError):
            return cls.fresh(now)

    @property
    def signed(self) -> str:
        return signing.dumps(asdict(self), salt=_SALT)

    def seconds(self, now: datetime) -> float:
        return now.timestamp() - self.began

    def allows(self, passage: str) -> bool:
        return _key(passage) in self.overruled

    def overruling(self, passages: Iterable[str]) -> Self:
        """The person looked at these, and they are not about a patient. Others that are typed later are."""
        return replace(self, overruled=tuple(dict.fromkeys([*self.overruled, *map(_key, passages)])))

    def offered(self) -> Self:
        return replace(self, was_offered=True)
