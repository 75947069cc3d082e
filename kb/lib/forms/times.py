"""Form fields for a day, and for a time of the day, as browsers offer them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Unpack

from django import forms
from django.forms.renderers import BaseRenderer, get_default_renderer
from django.utils.safestring import SafeString, mark_safe

from kb.lib.dates import LONDON, TURNS, Turn, clock, comes_twice, day_and_clock, exists, read_day, to_utc
from kb.lib.forms.fields import NHSField, Options


class DayField(NHSField, forms.DateField):
    def __init__(self, label: str, **options: Unpack[Options]) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(label, widget=widget, attributes={"class": "nhsuk-input--width-10"}, **options)

    def messages(self, label: str) -> dict[str, str]:
        return super().messages(label) | {"invalid": "Enter a date, like 25 November 2026."}

    def to_python(self, value: object) -> date | None:
        """Also as people write it: a browser without a calendar has a plain box."""
        if value in self.empty_values:
            return None
        found = value if isinstance(value, date) else read_day(str(value))
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


# Which of two times of one name, as the second box sends it. What a MomentField holds is the time, and this behind it.
_WHICH = {"first": Turn.FIRST, "second": Turn.SECOND}
WHICH_TEMPLATE = "components/form/which.html"
_OFFERED = {word: f"The {word}, {TURNS[turn]}" for word, turn in _WHICH.items()}


def _parted(value: object) -> tuple[str, str]:
    """The time, and which of two if that is said."""
    text, _, which = str(value or "").strip().rpartition(" ")
    return (text, which) if which in _WHICH else (str(value or "").strip(), "")


def _read(text: str) -> datetime | None:
    """On clocks in the UK."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    is_plain = not found.tzinfo and 2000 <= found.year < 2100  # noqa: PLR2004 - else a slip of the keyboard
    return found.replace(tzinfo=LONDON) if is_plain else None


class MomentInput(forms.DateTimeInput):
    """The box of the browser, and where its time comes twice in that night a second one, which asks for which."""

    def __init__(self) -> None:
        super().__init__({"type": "datetime-local"})

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:  # noqa: ANN401 - Django's own signature
        text = super().value_from_datadict(data, files, name)
        which = data.get(f"{name}.which", "")
        return f"{text} {which}" if text and which in _WHICH else text

    def render(
        self, name: str, value: object, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        text, which = _parted(value)
        box = super().render(name, text or None, attrs, renderer)
        local = _read(text)
        if local is None or not comes_twice(local):
            return box
        context = {
            "id": f"{(attrs or {}).get('id', name)}-which",
            "name": f"{name}.which",
            "clock": clock(local.time()),
            "offered": [(word, label, word == which) for word, label in _OFFERED.items()],
            "is_asked": not which,
        }
        return box + mark_safe((renderer or get_default_renderer()).render(WHICH_TEMPLATE, context))  # noqa: S308 - our template


class MomentField(NHSField, forms.CharField):
    """A day and a time on clocks in the UK, in one box of the browser. Its value is in UTC: two times of one zone are
    compared by the clock face, which shows some times twice."""

    def __init__(self, label: str, **options: Unpack[Options]) -> None:
        super().__init__(label, widget=MomentInput(), **options)

    def clean(self, value: object) -> datetime | None:
        text, which = _parted(super().clean(value))
        if not text:
            return None
        moment = _read(text)
        if moment is None:
            raise forms.ValidationError("Enter a day and a time, like 2026-11-25 09:30.", code="invalid")
        if not exists(moment):
            shown = day_and_clock(moment.astimezone(UTC))
            message = f"Clocks go forward over this time: after it comes {shown}. Enter an earlier or a later time."
            raise forms.ValidationError(message, code="invalid")
        if comes_twice(moment) and not which:
            message = (
                f"Clocks go back in this night, so {clock(moment.time())} comes twice. Choose the first or the second."
            )
            raise forms.ValidationError(message, code="twice")
        return to_utc(moment.replace(fold=_WHICH.get(which, Turn.FIRST)))


def as_typed(moment: datetime | None) -> str:
    """What the box of a MomentField holds for it."""
    if moment is None:
        return ""
    local = moment.astimezone(LONDON)
    which = next(word for word, turn in _WHICH.items() if turn == local.fold)
    return f"{local:%Y-%m-%dT%H:%M}" + (f" {which}" if comes_twice(local) else "")
