"""What people type to sign in, to change a password, to say that they are away, and to add somebody."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from kb.accounts import rules
from kb.accounts.models import User
from kb.accounts.roles import Role
from kb.lib.forms import EmailField, NHSForm, PasswordField, SelectField, TextField
from kb.lib.forms.times import DayField


class SignInForm(NHSForm):
    username = TextField("Username", autocomplete="username", spellcheck=False, missing="Enter your username.")
    password = PasswordField("Password", missing="Enter your password.")


class NewPasswordForm(NHSForm):
    """`person` is whose password it will be: it must not be like their name."""

    new_password = PasswordField(
        "New password",
        autocomplete="new-password",
        missing="Enter a new password.",
    )
    new_password_again = PasswordField(
        "New password again", autocomplete="new-password", missing="Enter the new password again."
    )

    def __init__(self, data: QueryDict | None = None, *, person: User, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.person = person
        self.fields["new_password"].help_text = rules.password_advice()

    def clean_new_password(self) -> str:
        new: str = self.cleaned_data["new_password"]
        if problems := rules.password_problems(new, person=self.person):
            raise forms.ValidationError([forms.ValidationError(problem) for problem in problems])
        return new

    def clean(self) -> None:
        new, again = self.cleaned_data.get("new_password"), self.cleaned_data.get("new_password_again")
        if new and again and new != again:
            self.add_error("new_password_again", "Enter the same new password in both boxes.")


class PasswordForm(NewPasswordForm):
    current_password = PasswordField("Current password", missing="Enter your current password.")
    field_order = ("current_password", "new_password", "new_password_again")


class AwayForm(NHSForm):
    until = DayField(
        "Away until",
        hint="The last day on which you are away, within a year",
        missing="Enter the last day on which you are away.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if said := rules.absence_problem(until, self.today):
            raise forms.ValidationError(said)
        return until


def free_username(username: str) -> str:
    """Raises ValidationError."""
    if User.objects.named(username).exists():
        raise forms.ValidationError(f"The username '{username}' is taken. Choose another.")
    return username


class PersonForm(NHSForm):
    name = TextField("Name", max_length=200, missing="Enter the person's name.")
    username = TextField(
        "Username", max_length=150, spellcheck=False, validators=User._meta.get_field("username").validators
    )
    email = EmailField("Email address", required=False)
    role = SelectField("Role", choices=Role.choices)

    def clean_username(self) -> str:
        return free_username(self.cleaned_data["username"])
