"""What somebody types who wants to be told."""

from django import forms

from kb.lib.forms import EmailField, NHSForm
from kb.outbox.message import is_address


class TellMeForm(NHSForm):
    email = EmailField("Your email address", missing="Enter your email address.")
    about = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if not email:
            raise forms.ValidationError("Enter your email address.")
        if not is_address(email):
            raise forms.ValidationError("Enter an email address that mail can be sent to, like name@example.org.")
        return email
