"""Form fields for a day, and for a time of the day, as browsers offer them."""

from datetime import UTC, date, datetime
from typing import Unpack

from django import forms

from kb.lib.dates import LONDON, day_and_clock, exists, read_day
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


class MomentField(NHSField, forms.CharField):
    """A day and a time on clocks in the UK, in one box of the browser."""

    def __init__(self, label: str, **options: Unpack[Options]) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"})
        super().__init__(label, widget=widget, **options)

    def clean(self, value: object) -> datetime | None:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            found = None
        if found is None or found.tzinfo or not 2000 <= found.year < 2100:  # noqa: PLR2004 - a slip of the keyboard
            raise forms.ValidationError("Enter a day and a time, like 2026-11-25 09:30.", code="invalid")
        moment = found.replace(tzinfo=LONDON)
        if not exists(moment):
            shown = day_and_clock(moment.astimezone(UTC))
            message = f"Clocks go forward over this time: after it comes {shown}. Enter an earlier or a later time."
            raise forms.ValidationError(message, code="invalid")
        return moment


def as_typed(moment: datetime | None) -> str:
    """What the box of a MomentField holds for it."""
    return f"{moment.astimezone(LONDON):%Y-%m-%dT%H:%M}" if moment else ""
