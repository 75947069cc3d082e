"""What people type of a second factor, and what their browser answers for a passkey."""

import json
from typing import Any

from django import forms

from kb.lib.forms import NHSForm, TextField

LONGEST_ANSWER = 50_000  # characters
NO_PHONE = "One of the recovery codes that you wrote down"


class PhoneCodeForm(NHSForm):
    code = TextField(
        "Code",
        hint="Six figures from the program on your phone, or one of your recovery codes",
        width=20,
        max_length=40,
        autocomplete="one-time-code",
        spellcheck=False,
        missing="Enter the code.",
    )

    def __init__(self, *args: Any, has_phone: bool = True, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        if not has_phone:
            self.fields["code"].help_text = NO_PHONE


class SetUpForm(NHSForm):
    proposal = forms.CharField(widget=forms.HiddenInput, required=False)
    code = TextField(
        "The six figures that your phone shows now",
        width=10,
        max_length=20,
        autocomplete="one-time-code",
        inputmode="numeric",
        spellcheck=False,
        missing="Enter the six figures that your phone shows now.",
    )


class PasskeyForm(NHSForm):
    """The box for the answer is hidden, and filled in by a script."""

    name = TextField(
        "Name of the passkey",
        hint="So that you know it again, such as “Laptop” or “Blue security key”",
        width=20,
        max_length=100,
        missing="Enter a name for the passkey.",
    )
    credential = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_ANSWER)


def answer_in(text: str) -> dict[str, Any]:
    """What the browser said, or nothing that could be it."""
    try:
        answer = json.loads(text[:LONGEST_ANSWER])
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}
