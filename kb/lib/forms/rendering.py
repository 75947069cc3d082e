"""How a form becomes markup of the design system: renderer, bound field, and widgets with several inputs."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


@dataclass(frozen=True)
class Look:
    """The classes of one kind of input, and the template of its group (label, hint, error, input)."""

    block: str
    input_class: str
    error_class: str = ""
    template: str = "components/form/group.html"


_CHOICES = "components/form/choices.html"
_TEXT = Look("nhsuk-input", "nhsuk-input", "nhsuk-input--error")
_PASSWORD = Look(
    "nhsuk-input",
    "nhsuk-input nhsuk-password-input__input nhsuk-js-password-input-input",
    "nhsuk-input--error",
    "components/form/password.html",
)
_FILES = Look("nhsuk-file-upload", "nhsuk-file-upload__input", template="components/form/file-upload.html")
_BOX = Look("nhsuk-checkboxes", "nhsuk-checkboxes__input", template="components/form/checkbox.html")
# By the widget, so that any field of Django's looks right too. The first that fits counts.
_LOOKS: tuple[tuple[type[forms.Widget], Look], ...] = (
    (forms.CheckboxSelectMultiple, Look("nhsuk-checkboxes", "nhsuk-checkboxes__input", template=_CHOICES)),
    (forms.RadioSelect, Look("nhsuk-radios", "nhsuk-radios__input", template=_CHOICES)),
    (forms.CheckboxInput, _BOX),
    (forms.FileInput, _FILES),
    (forms.Select, Look("nhsuk-select", "nhsuk-select", "nhsuk-select--error")),
    (forms.Textarea, Look("nhsuk-textarea", "nhsuk-textarea", "nhsuk-textarea--error")),
    (forms.PasswordInput, _PASSWORD),
)


class NHSBoundField(forms.BoundField):
    """What the templates in components/form ask of a field, beside what Django's own bound field answers."""

    @cached_property
    def look(self) -> Look:
        return next((look for widget, look in _LOOKS if isinstance(self.field.widget, widget)), _TEXT)

    @property
    def template_name(self) -> str:
        return getattr(self.field, "template_name", None) or self.look.template

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}-hint"

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}-error"

    @property
    def first_id(self) -> str:
        """Where a link in the error summary leads: the input, or the first of several."""
        return self.id_for_label or (self.subwidgets[0].id_for_label if self.subwidgets else "")

    @property
    def label_size(self) -> str:
        return getattr(self.field, "label_size", "")

    @property
    def is_marked_optional(self) -> bool:
        # A box that stands alone may always be left empty; nobody needs to be told. A field may say the same of itself.
        is_single_box = isinstance(self.field.widget, forms.CheckboxInput)
        says_so = getattr(self.form, "marks_optional", False) and getattr(self.field, "marks_optional", True)
        return says_so and not self.field.required and not is_single_box

    @property
    def aria_describedby(self) -> str | None:
        if self.field.widget.attrs.get("aria-describedby") or self.is_hidden or not self.auto_id:
            return None
        ids = [self.hint_id] * bool(self.help_text) + [self.error_id] * bool(self.errors)
        return " ".join(ids) or None

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if widget.is_hidden:
            return attrs
        classes = [self.look.input_class, widget.attrs.get("class", ""), self.look.error_class if self.errors else ""]
        attrs["class"] = " ".join(filter(None, classes))
        if self.use_fieldset:
            # One radio or box of a group is not wrong by itself.
            attrs.pop("aria-invalid", None)
        return attrs


class NHSRenderer(TemplatesSetting):
    form_template_name = "components/form/fields.html"
    field_template_name = "components/form/group.html"
    bound_field_class = NHSBoundField


class _Items(forms.widgets.ChoiceWidget):
    """Ids as the design system counts them: the first item has the field's own, so that an error can link to it."""

    hints: dict[str, str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.hints = {}

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return id_ if index in {None, "0"} else f"{id_}-{int(index or 0) + 1}"

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's own signature
        option = super().create_option(*args, **kwargs)
        option["hint"] = self.hints.get(str(option["value"]), "")
        if option["hint"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs'].get('id', '')}-item-hint"
        return option


class Radios(_Items, forms.RadioSelect):
    pass


class Checkboxes(_Items, forms.CheckboxSelectMultiple):
    pass


class FileInput(forms.FileInput):
    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__({"multiple": True})
