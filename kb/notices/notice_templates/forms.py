"""A template as it is typed."""

from typing import Any, cast

from django import forms

from kb.catalogue.models import Service
from kb.lib.forms import CheckboxesField, NHSForm, RadiosField, TextareaField, TextField
from kb.notices.document import LONGEST, LONGEST_SHORT_TITLE, NoticeKind, Severity
from kb.notices.models import NoticeTemplate


class NoticeTemplateForm(NHSForm):
    """`seen` is the version that the page showed."""

    title = TextField("Title", max_length=LONGEST["title"], hint="What does not work, such as “Sign-in is slow”")
    short_title = TextField(
        "Short title",
        max_length=LONGEST_SHORT_TITLE,
        hint=f"For one line on a phone, at most {LONGEST_SHORT_TITLE} characters",
        missing="Enter a short title for one line on a phone.",
    )
    kind = RadiosField(
        "What is it for?",
        choices=NoticeKind.choices,
        hints={NoticeKind.LIVE: "The help desk posts it as it is", NoticeKind.PLANNED: "For those who plan changes"},
    )
    severity = RadiosField("How bad is it?", choices=Severity.choices)
    summary = TextareaField(
        "What readers should know",
        max_length=LONGEST["summary"],
        rows=3,
        missing="Say in a sentence what readers should know.",
    )
    services = CheckboxesField("Which applications does it affect?", required=False)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        field = cast(CheckboxesField, self.fields["services"])
        field.choices = [(service.slug, service.name) for service in Service.objects.in_order()]

    def clean_summary(self) -> str:
        return " ".join(str(self.cleaned_data["summary"]).split())


def begins_with(template: NoticeTemplate | None) -> dict[str, object]:
    if template is None:
        return {"kind": NoticeKind.LIVE, "severity": Severity.MEDIUM, "seen": 0}
    names = ("title", "short_title", "kind", "severity", "summary")
    services = [service.slug for service in template.services.all()]
    return {name: getattr(template, name) for name in names} | {"services": services, "seen": template.version}
