"""One view of the form: what the person said so far, and what travels with it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, Self

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kb.accounts.throttle import network_address
from kb.media import images
from kb.reports import visit
from kb.reports.filing import ReportContent
from kb.reports.form import arrival
from kb.reports.form import guard as guarding
from kb.reports.form.forms import ReportForm, is_search_told, values_of
from kb.reports.models import HeldFile

_SALT = "kb.reports.form"
GONE = (
    "“{name}” is not held any more, and would not be sent: screenshots are held for an hour, and fewer of them while "
    "very many people send some. Choose it again, or send your report without it."
)


def _key(passage: str) -> str:
    """A passage that was said not to be about a patient, by a digest that only we can make."""
    return salted_hmac(_SALT, passage, algorithm="sha256").hexdigest()[:16]


@dataclass(frozen=True)
class FormState:
    """What the form remembers from one step to the next, signed, in the form itself and not in the database.

    `form` is the unguessable name under which files are held; `began` when the form was first shown; `shown` the key
    and the name of each that was held then, so that none goes without a word.
    """

    form: str
    began: float
    overruled: tuple[str, ...] = ()
    was_offered: bool = False
    shown: tuple[tuple[str, str], ...] = ()

    @classmethod
    def fresh(cls, now: datetime) -> Self:
        return cls(form=visit.new_form(), began=now.timestamp())

    @classmethod
    def read(cls, text: str, now: datetime) -> Self:
        """One that is not ours is as good as none: the form begins anew."""
        try:
            values = signing.loads(text, salt=_SALT)
            shown = tuple((key, name) for key, name in values.get("shown", ()))
            return cls(**{**values, "overruled": tuple(values["overruled"]), "shown": shown})
        except (signing.BadSignature, TypeError, KeyError, ValueError):
            return cls.fresh(now)

    @property
    def signed(self) -> str:
        return signing.dumps(asdict(self), salt=_SALT)

    def seconds(self, now: datetime) -> float:
        return now.timestamp() - self.began

    def allows(self, passage: str) -> bool:
        return _key(passage) in self.overruled

    def overruling(self, boxes: Iterable[guarding.Stopped]) -> Self:
        """The person looked at these, and they are not about a patient. Others that are typed later are."""
        passages = [text for box in boxes for text in box.marked]
        return replace(self, overruled=tuple(dict.fromkeys([*self.overruled, *map(_key, passages)])))

    def offered(self) -> Self:
        return replace(self, was_offered=True)

    def showing(self, files: Iterable[HeldFile]) -> Self:
        return replace(self, shown=tuple((file.key, file.name) for file in files))

    def gone(self, files: Iterable[HeldFile]) -> list[str]:
        """Names of those that were shown and are not among these."""
        left = {file.key for file in files}
        return [name for key, name in self.shown if key not in left]


@dataclass(frozen=True)
class FormStep:
    now: datetime
    values: dict[str, Any]
    carried: FormState
    # Why a screenshot was not taken, a sentence each.
    refused: tuple[str, ...] = ()
    # Something to say above the form that is no error.
    notice: str = ""
    problems: tuple[str, ...] = ()

    @classmethod
    def first(cls, request: HttpRequest) -> Self:
        now = timezone.now()
        return cls(now, arrival.first_values(request.GET, request.COOKIES), FormState.fresh(now))

    @classmethod
    def sent(cls, request: HttpRequest) -> Self:
        now = timezone.now()
        return cls(now, values_of(request.POST), FormState.read(request.POST.get("state", ""), now))

    def with_files(self, request: HttpRequest) -> Self:
        """Held before anything else is looked at, so that no error loses them."""
        refused = []
        for upload in request.FILES.getlist("screenshots"):
            try:
                visit.hold(form=self.carried.form, upload=upload, now=self.now, address=network_address(request))
            except images.ImageRefused as refusal:
                refused.append(f"{refusal.name}: {refusal.reason}")
        if not (refused or self.carried.shown or request.FILES):
            return self
        held = self.held()
        gone = [GONE.format(name=name) for name in self.carried.gone(held)]
        return replace(self, refused=(*refused, *gone), carried=self.carried.showing(held))

    def without_file(self, key: str) -> Self:
        """The person removed it."""
        visit.let_go(form=self.carried.form, key=key)
        return replace(self, carried=self.carried.showing(self.held()))

    def held(self) -> list[HeldFile]:
        return visit.held(self.carried.form, self.now)

    def checked(self) -> ReportForm:
        """The form with all that is wrong in it, the files included."""
        form = ReportForm(self.values)
        form.full_clean()
        for reason in self.refused:
            form.add_error("screenshots", reason)
        for problem in self.problems:
            form.add_error(None, problem)
        return form

    def unchecked(self) -> ReportForm:
        """The form as it stands; nobody asked yet whether it is complete."""
        return ReportForm(initial=self.values)

    @property
    def notices(self) -> tuple[str, ...]:
        """What an unchecked form has to say; a checked one says why a file was refused beside the box."""
        return (*filter(None, [self.notice]), *self.refused)

    def stopped(self) -> tuple[guarding.Stopped, ...]:
        told = self.values if is_search_told(self.values["tried"]) else self.values | {"searched": ""}
        return guarding.stopped(told, self.carried.allows)


def told(said: dict[str, Any], *, codes: Sequence[str], is_overruled: bool) -> ReportContent:
    """What a form says, as the portable form of a report; a code in the text counts where none was named."""
    tried, is_search_tried = said["tried"]
    otherwise = {
        "is_urgent": said["is_urgent"] == "yes",
        "code": said["code"] or next(iter(codes), ""),
        "read_articles": said["read"],
        "tried_articles": tried,
        "searched": said["searched"] if is_search_tried else "",
        "guard_overruled": is_overruled,
    }
    same = {field.name: said[field.name] for field in fields(ReportContent) if field.name not in otherwise}
    return ReportContent(**same | otherwise)
