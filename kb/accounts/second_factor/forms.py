"""What people type of a second factor."""

from django import forms

from kb.lib.forms import NHSForm, TextField


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
