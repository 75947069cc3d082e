"""What administrators say of a person, and what people type who come by a link."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.module_loading import import_string
from django.utils.text import capfirst

from kb.accounts.forms import AwayForm, NewPasswordForm, free_username
from kb.accounts.models import User
from kb.accounts.roles import Role, abilities_in_words
from kb.lib.forms import EmailField, NHSForm, RadiosField, TextField
from kb.lib.forms.times import DayField


def _what_they_may() -> Mapping[str, str]:
    said: dict[str, str] = {role: capfirst("; ".join(abilities_in_words(role))) for role in Role}
    return said | {
        Role.READER: said[Role.READER] or "Read what is published, as everybody may",
        Role.ADMINISTRATOR: "Everything, also what no other role may: people, the audit trail, erasing for good",
    }


def _role_field() -> RadiosField:
    return RadiosField("Role", choices=Role.choices, hints=_what_they_may(), missing="Select a role.")


class InviteForm(NHSForm):
    name = TextField("Name", max_length=200, hint="As colleagues see it", missing="Enter the person's name.")
    email = EmailField("Email address", autocomplete="off", missing="Enter the person's email address.")
    role = _role_field()


class ChangeRoleForm(NHSForm):
    role = _role_field()


def organisation_named(code: str) -> str:
    """Its name; nothing where no organisation has this code."""
    name: str = import_string(settings.ORGANISATION_NAMED)(code)
    return name


class BelongsForm(NHSForm):
    organisation = TextField(
        "ODS code of their organisation",
        max_length=12,
        width=10,
        required=False,
        spellcheck=False,
        hint="Such as A81001. They then keep the contacts of this organisation and of no other. Empty: of none",
    )

    def clean_organisation(self) -> str:
        code = "".join(self.cleaned_data["organisation"].split()).upper()
        if code and not organisation_named(code):
            raise ValidationError("No organisation here has this code. Add it under Contacts first, or check the code.")
        return code


class DetailsForm(NHSForm):
    name = TextField("Name", max_length=200, missing="Enter the person's name.")
    email = EmailField(
        "Email address", autocomplete="off", required=False, hint="Mails and links to set a password go there"
    )


class TheirAwayForm(AwayForm):
    until = DayField(
        "Away until",
        hint="The last day on which they are away, within a year",
        missing="Enter the last day on which they are away.",
    )


class NothingToSay(NHSForm):
    """A button alone."""


class ForgottenForm(NHSForm):
    who = TextField(
        "Username or email address",
        max_length=254,
        autocomplete="username",
        spellcheck=False,
        missing="Enter your username or email address.",
    )


class JoinForm(NewPasswordForm):
    name = TextField("Your name", max_length=200, hint="As colleagues see it", missing="Enter your name.")
    username = TextField(
        "Username",
        max_length=150,
        hint="You sign in with it. Letters, numbers and . _ @ + - only",
        autocomplete="username",
        spellcheck=False,
        validators=User._meta.get_field("username").validators,
        missing="Choose a username.",
    )
    field_order = ("name", "username", "new_password", "new_password_again")

    def __init__(self, data: QueryDict | None = None, *, email: str, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, person=User(email=email), initial=initial)
        self.fields["new_password"].label = "Password"
        self.fields["new_password_again"].label = "Password again"

    def clean_name(self) -> str:
        self.person.name = self.cleaned_data["name"]
        return self.person.name

    def clean_username(self) -> str:
        self.person.username = free_username(self.cleaned_data["username"])
        return self.person.username
