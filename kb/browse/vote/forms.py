"""What a vote says, and why something did not fix it."""

from django import forms

from kb.catalogue import codes
from kb.catalogue.choices import AUDIENCES, Audience
from kb.catalogue.lookup import is_known_code, look_up
from kb.catalogue.models import Article, ErrorCode
from kb.insight.models import LONGEST_COMMENT, Reason
from kb.insight.votes.rules import VotedPage
from kb.lib.forms import NHSForm, PastedField, RadiosField, TextareaField
from kb.privacy import patient_data

_MOST_FIGURES = 9


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_FIGURES else None


class VoteForm(forms.Form):
    """Its fields are hidden, so nothing is said of what is wrong with them: `page` is None."""

    article = PastedField()
    version = PastedField()
    code = PastedField(most=codes.LONGEST_TYPED)
    audience = PastedField()
    fixed = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")])

    def page(self) -> VotedPage | None:
        """Whose page it was; None where we never showed such a page."""
        if not self.is_valid():
            return None
        said = self.cleaned_data
        article, version = self._article(), _number(said["version"])
        code = look_up(said["code"]).only if said["code"] else None
        if said["article"] and (article is None or version is None or not 1 <= version <= article.version):
            return None
        if article is None and code is None:
            return None
        audience = AUDIENCES.get(said["audience"], Audience.USER)
        return VotedPage(article, version if article else None, code, audience)

    def _article(self) -> Article | None:
        number = _number(self.cleaned_data["article"])
        return None if number is None else Article.objects.live().filter(number=number).first()

    @property
    def is_fixed(self) -> bool:
        return bool(self.cleaned_data["fixed"] == "yes")


class VoteReasonForm(NHSForm):
    marks_optional = False

    reason = RadiosField(
        "Why did it not help?", label_size="m", choices=Reason.choices, missing="Select why it did not help."
    )
    comment = TextareaField(
        "Anything that would help us (optional)",
        hint="Such as: the button is not there. No patient details, no passcodes.",
        max_length=LONGEST_COMMENT,
        rows=3,
        required=False,
    )

    def clean_comment(self) -> str:
        comment: str = self.cleaned_data["comment"] or ""
        found = patient_data.find(comment, is_code=is_known_code)
        if found:
            named = ", ".join(f"“{comment[one.start : one.end]}”" for one in found)
            raise forms.ValidationError(f"Take out what may be about a patient, or a passcode: {named}.")
        return comment


def known_code(key: str) -> ErrorCode | None:
    """By the key under which a vote keeps it."""
    return ErrorCode.objects.filter(keys__normal=key).with_meanings().first() if key else None
