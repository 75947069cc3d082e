"""Form fields for a day, and for a time of the day, as browsers offer them."""

from datetime import datetime
from typing import Unpack

from django import forms

from kb.lib.dates import LONDON
from kb.lib.forms.fields import NHSField, Options


class DayField(NHSField, forms.DateField):
    def __init__(self, label: str, **options: Unpack[Options]) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(label, widget=widget, attributes={"class": "nhsuk-input--width-10"}, **options)

    def messages(self, label: str) -> dict[str, str]:
        return super().messages(label) | {"invalid": "Enter a date, like 2026-11-25."}


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
        return found.replace(tzinfo=LONDON)


def as_typed(moment: datetime | None) -> str:
    """What the box of a MomentField holds for it."""
    return f"{moment.astimezone(LONDON):%Y-%m-%dT%H:%M}" if moment else ""
