"""Forms of the NHS design system. A template says which field; how it looks stands in templates/components/form."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.safestring import SafeString

from kb.lib.forms.fields import (
    CheckboxesField,
    CheckboxField,
    EmailField,
    FilesField,
    NHSField,
    PasswordField,
    PastedField,
    RadiosField,
    SelectField,
    SentenceField,
    TextareaField,
    TextField,
)
from kb.lib.forms.rendering import NHSBoundField, NHSRenderer

__all__ = [
    "CheckboxField",
    "CheckboxesField",
    "EmailField",
    "FilesField",
    "FormProblem",
    "NHSField",
    "NHSForm",
    "PasswordField",
    "PastedField",
    "RadiosField",
    "SelectField",
    "SentenceField",
    "TextField",
    "TextareaField",
]


@dataclass(frozen=True)
class FormProblem:
    """One line of the error summary; `field_id` is empty where no single field is wrong."""

    text: str
    field_id: str = ""


class NHSForm(forms.Form):
    """In a template: `{{ form.error_summary }}`, then `{{ form }}` or each `{{ form.name.as_field_group }}`."""

    default_renderer = NHSRenderer
    # Help comes after sending, on the page, in our words; not in the browser's bubbles.
    use_required_attribute = False
    # A search or a filter sets this to False: there, everything is optional.
    marks_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # The person may finish typing, and is told afterwards: a browser cuts a pasted text without a word.
            for cut in ("maxlength", "minlength"):
                field.widget.attrs.pop(cut, None)

    def problems(self) -> list[FormProblem]:
        """What is wrong, in the order of the page."""
        found = [FormProblem(str(text)) for text in self.non_field_errors()]
        for field in self:
            field_id = field.first_id if isinstance(field, NHSBoundField) and not field.is_hidden else ""
            found += [FormProblem(str(text), field_id) for text in field.errors]
        return found

    def error_summary(self) -> SafeString:
        """Empty while nothing is wrong. Stands first in the main part of the page."""
        problems = self.problems()
        return self.render("components/form/error-summary.html", {"problems": problems}) if problems else SafeString()

    def error_prefix(self) -> str:
        """For the page's title, so that it is the first thing heard."""
        return "Error: " if self.errors else ""
