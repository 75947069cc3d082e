"""What the desk types: each thing that can be done to a report."""

from typing import Any, cast

from django import forms

from kb.catalogue.forms import ArticleField, WarnedForm
from kb.catalogue.lookup import is_known_code
from kb.catalogue.models import Article
from kb.lib.forms import (
    CheckboxField,
    EmailField,
    NHSForm,
    RadiosField,
    SelectField,
    TextareaField,
    TextField,
)
from kb.reports.models import Report
from kb.reports.triage.answering import BY_EMAIL, BY_PHONE

LONGEST_ANSWER = 10_000
LONGEST_NOTE = 5_000
SHORTEST_PASSAGE = 3


class SeenForm(NHSForm):
    """Each change says what stood on the page: the number of the latest event."""

    # What is empty is taken away: no box here is "optional".
    marks_optional = False

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class StateForm(SeenForm):
    state = SelectField("State", choices=Report.State.choices)


class AssignForm(SeenForm):
    to = forms.ChoiceField(choices=[("ME", "Me"), ("NOBODY", "Nobody")], widget=forms.HiddenInput)


class AskForm(SeenForm):
    wanted = forms.BooleanField(required=False, widget=forms.HiddenInput)


class TicketForm(SeenForm):
    number = TextField("Ticket number", required=False, width=20, max_length=100, spellcheck=False)


class NoteForm(SeenForm):
    text = TextareaField(
        "Note",
        rows=3,
        max_length=LONGEST_NOTE,
        hint="For the desk only. The reporter does not see it.",
        missing="Write the note.",
    )


class ArticleForm(SeenForm):
    article = ArticleField(
        "Article that answers it", required=False, width=10, spellcheck=False, hint="Its number, like KB0018"
    )


class ReportField(TextField):
    def clean(self, value: object) -> Any:  # noqa: ANN401 - Django's own signature
        text = str(super().clean(value)).strip()
        found = Report.objects.referred_to_as(text).select_related("duplicate_of").first()
        if found is None:
            raise forms.ValidationError(f"There is no report {text}. Enter the reference of another report.")
        return found


class MergeReportForm(SeenForm):
    into = ReportField(
        "Duplicate of",
        width=10,
        spellcheck=False,
        hint="The reference of the report to keep. This one is closed, and nothing is moved.",
        missing="Enter the reference of the report to keep.",
    )


class AnswerForm(SeenForm, WarnedForm):
    is_code = staticmethod(is_known_code)

    how = RadiosField("How do you answer?", missing="Choose how you answer.")
    text = TextareaField(
        "Answer",
        rows=16,
        max_length=LONGEST_ANSWER,
        hint="Change it as you like. Do not put patient details or a passcode in it: email is not secure enough.",
        missing="Write the answer.",
    )
    article = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        by_email = [(BY_EMAIL, f"By email to {email}")] if email else []
        by_phone = (BY_PHONE, "By phone: I have told them, and note it here")
        cast(RadiosField, self.fields["how"]).choices = [*by_email, by_phone]

    def clean_article(self) -> Article | None:
        return Article.objects.live().called(self.cleaned_data["article"])


class PassageForm(NHSForm):
    words = TextareaField(
        "The exact words to remove",
        rows=3,
        min_length=SHORTEST_PASSAGE,
        hint="Copy them from the report. They are replaced by “[removed]” wherever they stand in it.",
        missing="Enter the words to remove.",
    )


class ExportForm(NHSForm):
    contacts = CheckboxField(
        "Include names, email addresses and phone numbers",
        required=False,
        hint="Only if you need them. It is recorded that you took them.",
    )


class PersonSearchForm(NHSForm):
    email = EmailField("Email address", required=False, autocomplete="off")
    name = TextField("Name", required=False, autocomplete="off", hint="In any order and any case of letters")

    marks_optional = False

    def clean(self) -> None:
        if not self.errors and not any(self.cleaned_data.values()):
            self.add_error("email", "Enter an email address, a name, or both.")
        elif self.cleaned_data.get("email"):
            # In what people wrote it stands as they write it.
            self.cleaned_data["email"] = str(self["email"].value()).strip()
