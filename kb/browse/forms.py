"""What the public pages read from a request."""

from django import forms

from kb.catalogue.choices import AUDIENCES
from kb.contacts.document import LONGEST
from kb.lib.forms import PastedField
from kb.privacy.patterns import Left
from kb.search.finder import MOST_RESULTS

ON_A_PAGE = 10
LONGEST_OPENED = 300
MOST_PAGES = MOST_RESULTS // ON_A_PAGE


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=[(role, role) for role in AUDIENCES])


class SearchForm(forms.Form):
    """What was typed or pasted, and what the address of a results page says: nothing in it is refused.

    `cut` and `left` say what was done to the text before it became an address, `exact` that no word is to be
    corrected, `all` that even a lone code is to show all results.
    """

    q = PastedField()
    cut = forms.BooleanField(required=False)
    left = PastedField()
    exact = forms.BooleanField(required=False)
    all = forms.BooleanField(required=False)
    service = PastedField()
    category = PastedField()
    audience = PastedField()
    page = PastedField()

    def clean_left(self) -> tuple[Left, ...]:
        said = str(self.cleaned_data["left"]).split("-")
        return tuple(kind for kind in Left if kind.value in said)

    def clean_audience(self) -> str:
        audience = str(self.cleaned_data["audience"])
        return audience if audience in AUDIENCES else ""

    def clean_page(self) -> int:
        page = str(self.cleaned_data["page"])
        return int(page) if page in {str(number) for number in range(1, MOST_PAGES + 1)} else 1


class SearchOutcomeForm(forms.Form):
    """What the script of a results page says."""

    q = PastedField()
    number = forms.IntegerField(required=False, min_value=0, max_value=MOST_RESULTS)
    sure = forms.BooleanField(required=False)
    opened = PastedField(most=LONGEST_OPENED)

    def clean_q(self) -> str:
        text = str(self.cleaned_data["q"])
        if not text:
            raise forms.ValidationError("Nothing was asked.")
        return text


class OrganisationForm(forms.Form):
    organisation = PastedField(most=LONGEST["organisation"])
