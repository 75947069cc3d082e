"""What the public pages read from a request."""

from django import forms

from kb.browse.public import ROLES
from kb.contacts.document import LONGEST

LONGEST_SEARCH = 600
LONGEST_ORGANISATION = LONGEST["organisation"]


class PastedField(forms.CharField):
    """Whatever was typed or pasted: never refused."""

    def to_python(self, value: object) -> str:
        # NUL cannot be stored or looked up on PostgreSQL, and nobody types it.
        return str(super().to_python(str(value or "").replace("\0", " ")))


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=[(role, role) for role in ROLES])


class SearchForm(forms.Form):
    """What was typed or pasted; `cut` says that it was longer before it became an address."""

    q = PastedField(required=False)
    cut = forms.BooleanField(required=False)


class OrganisationForm(forms.Form):
    organisation = PastedField(required=False)

    def clean_organisation(self) -> str:
        return str(self.cleaned_data["organisation"])[:LONGEST_ORGANISATION]
