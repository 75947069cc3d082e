"""What is asked of a code that nobody has written down."""

from django import forms

from kb.catalogue import codes
from kb.catalogue.lookup import is_known_code
from kb.insight.models import LONGEST_TOLD, LONGEST_WHERE
from kb.insight.stories.reading import may_be_told_of
from kb.insight.stories.rules import CodeAnswers
from kb.lib.forms import NHSForm, PastedField, TextareaField, TextField
from kb.privacy import patient_data

TRAP = "website"


class CodeStoryForm(NHSForm):
    """Each question may be left empty, and all of them not."""

    marks_optional = False

    where = TextField(
        "Where do you see it?",
        hint="The program and the window. Such as: Identity Agent, after the passcode.",
        max_length=LONGEST_WHERE,
        required=False,
    )
    doing = TextareaField("What were you doing?", max_length=LONGEST_TOLD, rows=3, required=False)
    helped = TextareaField(
        "What helped, or what else does it say?",
        hint="No names, no patient details, no passcodes.",
        max_length=LONGEST_TOLD,
        rows=3,
        required=False,
    )
    code = PastedField(most=codes.LONGEST_TYPED)
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def _guarded(self, name: str) -> str:
        text: str = self.cleaned_data[name] or ""
        if found := patient_data.find(text, is_code=is_known_code):
            named = ", ".join(f"“{text[one.start : one.end]}”" for one in found)
            raise forms.ValidationError(f"Take out what may be about a patient, or a passcode: {named}.")
        return text

    def clean_where(self) -> str:
        return self._guarded("where")

    def clean_doing(self) -> str:
        return self._guarded("doing")

    def clean_helped(self) -> str:
        return self._guarded("helped")

    def clean(self) -> None:
        said = self.cleaned_data
        if not self.errors and not any(said.get(name) for name in ("where", "doing", "helped")):
            self.add_error("where", "Answer one of the questions.")

    @property
    def about(self) -> str:
        """The code, or nothing where no page of a code showed this form."""
        self.is_valid()
        text = " ".join(str(self.cleaned_data.get("code") or "").split())
        return text if may_be_told_of(text) else ""

    @property
    def answers(self) -> CodeAnswers:
        return CodeAnswers(**{name: self.cleaned_data[name] for name in ("where", "doing", "helped")})
