"""What is typed into a note."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from kb.catalogue.lookup import is_known_code
from kb.helpdesk.models import LONGEST_NOTE
from kb.lib.forms import CheckboxField, NHSForm, SelectField, TextareaField
from kb.privacy import patient_data


class SeenNoteForm(forms.Form):
    """Which state of the note was on the page."""

    seen = forms.IntegerField(min_value=0)


class AboutStepForm(NHSForm):
    """Words about an article or one of its `steps`: name and title. What may be a patient's stops it once."""

    marks_optional = False

    step = SelectField("What is it about?", required=False)
    sure = CheckboxField("I have looked at it: it holds no patient details and no passcode", required=False)

    def __init__(self, *args: Any, steps: Sequence[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        cast(SelectField, self.fields["step"]).choices = [("", "The whole article"), *steps]
        self.is_doubtful = False

    def clean(self) -> None:
        text = self.cleaned_data.get("text", "")
        found = patient_data.find(text, is_code=is_known_code)
        self.is_doubtful = bool(found)
        if found and not self.cleaned_data.get("sure"):
            words = "; ".join(f"“{text[one.start : one.end]}” may be {one.kind}" for one in found)
            self.add_error("text", f"{words}. Take it out, or tick the box below and send it again.")


class InternalNoteForm(AboutStepForm):
    text = TextareaField(
        "Internal note",
        rows=5,
        max_length=LONGEST_NOTE,
        hint="For the help desk alone. Markdown, as in articles. No patient details and no passcode.",
        missing="Write the note.",
    )
    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
