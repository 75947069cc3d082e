"""Which step, and why."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from kb.helpdesk.notes.forms import AboutStepForm
from kb.lib.forms import SelectField, TextareaField

LONGEST_REASON = 1_000


class StopForm(AboutStepForm):
    text = TextareaField(
        "Why?",
        rows=4,
        max_length=LONGEST_REASON,
        hint="For staff alone: it goes by email to who looks after the article and to reviewers, with your name. "
        "No patient details, no passcode.",
        missing="Say why the step is to be stopped.",
    )

    field_order = ("step", "text", "sure")

    def __init__(self, *args: Any, steps: Sequence[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, steps=steps, **kwargs)
        field = cast(SelectField, self.fields["step"])
        field.label, field.required = "Which step?", True
        field.choices = [("", "Choose a step"), *steps]
        field.error_messages["required"] = "Choose the step."


class StoppedStepForm(forms.Form):
    """Which one is put back."""

    step = forms.CharField(max_length=20)
