"""A chosen answer as it is typed, and a search to try."""

from collections.abc import Mapping
from typing import Any

from django import forms

from kb.catalogue import limits
from kb.lib.forms import NHSForm, SelectField, TextareaField, TextField
from kb.search.answers.document import AnswerEntry
from kb.search.choices import LONGEST_PHRASE, LeadsTo

LONGEST_TRIED = 200


class TryForm(NHSForm):
    marks_optional = False

    text = TextField("What somebody types", required=False, max_length=LONGEST_TRIED)


class ChosenAnswerForm(NHSForm):
    """`seen` is what the page showed of the row, so that nobody writes over what somebody else changed meanwhile."""

    slug = TextField(
        "Name",
        max_length=limits.SLUG,
        spellcheck=False,
        hint="Small letters, digits and hyphens. Phrases name a list by it: {place}.",
        missing="Enter a name.",
    )
    phrase = TextareaField(
        "Phrase",
        max_length=LONGEST_PHRASE,
        rows=4,
        hint="Choices between slashes, parts between plus signs, in brackets what may be said or not: "
        "everyone / whole {place} + log in / locked out + [today]",
        missing="Enter the phrase.",
    )
    leads_to = SelectField("Leads to", choices=[(way.value, way.label) for way in LeadsTo])
    which = TextField(
        "Which one",
        required=False,
        max_length=limits.SLUG,
        spellcheck=False,
        hint="Of an article, a company or a word: the last part of its address",
    )
    position = TextField(
        "Place in the table", width=5, hint="Of two phrases that are said, the first counts.", missing="Enter a number."
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_position(self) -> int:
        try:
            return int(self.cleaned_data["position"])
        except ValueError:
            raise forms.ValidationError("Enter a whole number, such as 12.") from None


def entry_of(typed: Mapping[str, Any]) -> AnswerEntry:
    phrase = " ".join(typed["phrase"].split())
    return AnswerEntry(typed["slug"].strip(), phrase, typed["leads_to"], typed["which"].strip(), typed["position"])
