"""What is typed into a note."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from kb.catalogue.forms import WarnedForm
from kb.catalogue.lookup import is_known_code
from kb.helpdesk.models import LONGEST_NOTE
from kb.lib.forms import SelectField, TextareaField


class SeenNoteForm(forms.Form):
    """Which state of the note was on the page."""

    seen = forms.IntegerField(min_value=0)


class AboutStepForm(WarnedForm):
    """Words about an article or one of its `steps`: name and title."""

    marks_optional = False
    is_code = staticmethod(is_known_code)

    step = SelectField("What is it about?", required=False)

    def __init__(self, *args: Any, steps: Sequence[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        cast(SelectField, self.fields["step"]).choices = [("", "The whole article"), *steps]


class InternalNoteForm(AboutStepForm):
    text = TextareaField(
        "Internal note",
        rows=5,
        max_length=LONGEST_NOTE,
        hint="For the help desk alone. Markdown, as in articles. No patient details and no passcode.",
        missing="Write the note.",
    )
    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
