"""Which article or code, and what came of it."""

from typing import Any

from django import forms

from kb.catalogue.choices import Actor
from kb.catalogue.models import Article, ErrorCode
from kb.helpdesk.forms import CallKeyField
from kb.insight.models import CallOutcome
from kb.lib.forms import PastedField

ESCALATED = "ESCALATED:"
SAID = {
    CallOutcome.FIXED.value: "Fixed it",
    CallOutcome.NOT_FIXED.value: "Did not fix it",
    **{f"{ESCALATED}{one}": "Escalated" for one in Actor.values if one != Actor.PERSON},
}


class SubjectForm(forms.Form):
    """`code` is as displayed, `article` its label."""

    article = PastedField()
    code = PastedField()

    def clean_article(self) -> Article | None:
        text = str(self.cleaned_data["article"])
        return Article.objects.live().called(text) if text else None

    def clean_code(self) -> ErrorCode | None:
        text = str(self.cleaned_data["code"])
        return ErrorCode.objects.filter(display=text).first() if text else None

    def clean(self) -> None:
        if not self.cleaned_data.get("article") and not self.cleaned_data.get("code"):
            raise forms.ValidationError("It is not there any more.")


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(choices=list(SAID.items()))

    @property
    def said(self) -> dict[str, Any]:
        """As the actions of calls take it."""
        outcome, _, escalated_to = self.cleaned_data["outcome"].partition(":")
        return {"outcome": CallOutcome(outcome), "escalated_to": escalated_to}


class RecordForm(SubjectForm, OutcomeForm):
    """`call` is the one that the page speaks of, where one is kept already."""

    version = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)
    call = CallKeyField()

    def clean_version(self) -> int | None:
        """None that was never published."""
        article, version = self.cleaned_data.get("article"), self.cleaned_data["version"]
        return min(version, article.version) if article and version else None
