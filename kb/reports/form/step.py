"""One view of the form: what the person said so far, and what travels with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from django.http import HttpRequest
from django.utils import timezone

from kb.media import images
from kb.reports import visit
from kb.reports.filing import ReportContent
from kb.reports.form import arrival
from kb.reports.form import guard as guarding
from kb.reports.form.forms import ReportForm, values_of
from kb.reports.form.state import FormState
from kb.reports.models import HeldFile


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
                visit.hold(form=self.carried.form, upload=upload, now=self.now)
            except images.ImageRefused as refusal:
                refused.append(f"{refusal.name}: {refusal.reason}")
        return replace(self, refused=tuple(refused))

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
        return guarding.stopped(self.values, self.carried)


def told(said: dict[str, Any], *, codes: Sequence[str], is_overruled: bool) -> ReportContent:
    """What a form says, as the portable form of a report; a code in the text counts where none was named."""
    return ReportContent(
        text=said["text"],
        scale=said["scale"],
        audience=said["audience"],
        is_urgent=said["is_urgent"] == "yes",
        organisation=said["organisation"],
        name=said["name"],
        email=said["email"],
        phone=said["phone"],
        began=said["began"],
        card_type=said["card_type"],
        software=said["software"],
        computer=said["computer"],
        service=said["service"],
        code=said["code"] or next(iter(codes), ""),
        article=said["article"],
        searched=said["searched"],
        read_articles=said["read"],
        guard_overruled=is_overruled,
        outside=said["outside"],
    )
