"""Where somebody works, as they say it."""

from collections.abc import Mapping
from typing import Any

from django import forms

from kb.contacts.document import LONGEST
from kb.contacts.place.rules import code_of
from kb.lib.forms import NHSForm, PastedField, TextField
from kb.lib.http import is_own_path


class FindPlaceForm(NHSForm):
    """`next` is the page that they come from."""

    marks_optional = False

    organisation = TextField(
        "Name or ODS code",
        max_length=LONGEST["organisation"],
        hint="Such as Harbour Surgery, or A81001",
        missing="Enter the name of where you work, or its ODS code.",
        spellcheck=False,
        autocomplete="off",
    )
    next = PastedField()

    def __init__(self, data: Mapping[str, Any] | None, *, suggestions: str = "") -> None:
        super().__init__(data)
        if suggestions:
            self.fields["organisation"].widget.attrs["data-suggestions"] = suggestions


class ChoosePlaceForm(forms.Form):
    code = PastedField(most=LONGEST["ods_code"])
    for_a_year = forms.BooleanField(required=False)
    next = PastedField()

    def clean_code(self) -> str:
        return code_of(self.cleaned_data["code"])

    def clean_next(self) -> str:
        back: str = self.cleaned_data["next"]
        return back if is_own_path(back) and back.isprintable() else ""
