"""What a reader says of a number."""

from django import forms

from kb.catalogue.lookup import is_known_code
from kb.contacts.models import LONGEST_DOUBT
from kb.lib.forms import NHSForm, PastedField, TextareaField
from kb.lib.http import is_own_path
from kb.privacy import patient_data

LONGEST_PAGE = 300


class NumberDoubtForm(NHSForm):
    marks_optional = False

    words = TextareaField(
        "What is wrong, and what is right?",
        max_length=LONGEST_DOUBT,
        rows=3,
        hint="Such as: this number rings nowhere, the desk is on 01632 960 446 now. No patient details, no passcodes.",
        missing="Say what is wrong. If you know the right number, enter it.",
    )
    page = PastedField(most=LONGEST_PAGE)

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        found = patient_data.find(words, is_code=is_known_code, is_phone=True)
        if found:
            named = ", ".join(f"“{words[one.start : one.end]}”" for one in found)
            raise forms.ValidationError(f"Take out what may be about a patient, or a passcode: {named}.")
        return words

    def clean_page(self) -> str:
        page: str = self.cleaned_data["page"]
        return page if is_own_path(page) and page.isprintable() else ""
