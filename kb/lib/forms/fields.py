"""Fields of the NHS design system: Django's own, with a hint, the right input and messages in our words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, TypedDict, Unpack

from django import forms

from kb.lib.email_address import NotAnEmail, email_of
from kb.lib.forms.rendering import Checkboxes, FileInput, Radios
from kb.lib.text import (
    UNSEEN,
    can_be_seen,
    is_storable,
    storable,
    turn_fault,
    with_one_line_end,
    without_turning,
)

type Size = Literal["", "s", "m", "l", "xl"]
type Choices = Iterable[tuple[str, str]]


class Options(TypedDict, total=False):
    """What every field takes by keyword. `missing` is the message where nothing was entered."""

    hint: str
    missing: str
    label_size: Size
    required: bool
    initial: object
    disabled: bool
    validators: Sequence[Callable[[Any], None]]
    error_messages: dict[str, str]
    # Where it is text:
    min_length: int
    max_length: int
    # Where there is a choice:
    choices: Choices | Callable[[], Choices]


def _inside_sentence(label: str) -> str:
    """`Error code` becomes `error code`, but `NHS number` stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _written(attributes: Mapping[str, str | bool | None]) -> dict[str, str]:
    """Those that were given. In HTML, `spellcheck` is a word and not a switch."""
    return {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in attributes.items()
        if value is not None and value != ""
    }


class NHSField(forms.Field):
    """Stands before one of Django's fields among the bases, which it makes a field of the design system."""

    verb = "Enter"

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        missing: str = "",
        label_size: Size = "",
        attributes: Mapping[str, str | bool | None] | None = None,
        error_messages: Mapping[str, str] | None = None,
        **options: Any,  # noqa: ANN401 - whatever Django's field takes
    ) -> None:
        messages = self.messages(label) | ({"required": missing} if missing else {}) | dict(error_messages or {})
        super().__init__(label=label, help_text=hint, error_messages=messages, **options)
        self.label_size = label_size
        self.widget.attrs |= _written(attributes or {})

    def messages(self, label: str) -> dict[str, str]:
        is_question = label.endswith("?")
        # Django fills in the limits with the % operator.
        subject = "Your answer" if is_question else label.replace("%", "%%")
        return {
            "required": f"{self.verb} an answer." if is_question else f"{self.verb} {_inside_sentence(label)}.",
            "max_length": f"{subject} must be %(limit_value)d characters or fewer. You have used %(show_value)d.",
            "null_characters_not_allowed": UNSEEN,
            "min_length": f"{subject} must be %(limit_value)d characters or more. You have used %(show_value)d.",
        }


class _SeenField(NHSField, forms.CharField):
    """A text of which nothing can be seen is no answer."""

    def to_python(self, value: object) -> str | None:
        text = super().to_python(value)
        # What no browser sends by itself is refused, and not passed over.
        return text if text and (can_be_seen(text) or not is_storable(text)) else self.empty_value


class TextField(_SeenField):
    """One line. `spellcheck=False` is for usernames and codes: it also keeps a phone from changing their case.

    What turns text round is refused; `drops_turning` where somebody in a hurry may have pasted it with a number.
    """

    def __init__(
        self,
        label: str,
        *,
        width: Literal[0, 2, 3, 4, 5, 10, 20, 30] = 0,
        input_type: Literal["text", "tel", "search", "url"] = "text",
        autocomplete: str = "",
        inputmode: str = "",
        spellcheck: bool | None = None,
        drops_turning: bool = False,
        **options: Unpack[Options],
    ) -> None:
        self.drops_turning = drops_turning
        super().__init__(
            label,
            widget=forms.TextInput({"type": input_type}),
            attributes={
                "class": f"nhsuk-input--width-{width}" if width else "",
                "autocomplete": autocomplete,
                "inputmode": inputmode,
                "spellcheck": spellcheck,
                "autocapitalize": "none" if spellcheck is False else "",
            },
            **options,
        )

    def to_python(self, value: object) -> str | None:
        if self.drops_turning and isinstance(value, str):
            value = without_turning(value)
        text = super().to_python(value)
        if fault := turn_fault(text or ""):
            raise forms.ValidationError(fault, code="turns")
        return text


class EmailField(NHSField, forms.CharField):
    """The address that was meant; what is wrong is said by `email_address`."""

    def __init__(self, label: str, *, autocomplete: str = "email", **options: Unpack[Options]) -> None:
        super().__init__(
            label,
            widget=forms.EmailInput,
            attributes={"autocomplete": autocomplete, "spellcheck": False},
            **options,
        )

    def to_python(self, value: object) -> str:
        try:
            return email_of(str(super().to_python(value) or ""))
        except NotAnEmail as wrong:
            raise forms.ValidationError(str(wrong), code="invalid") from None


class PasswordField(NHSField, forms.CharField):
    """With a button to show what was typed, where JavaScript runs."""

    def __init__(
        self,
        label: str,
        *,
        autocomplete: Literal["current-password", "new-password"] = "current-password",
        **options: Unpack[Options],
    ) -> None:
        super().__init__(
            label,
            widget=forms.PasswordInput,
            strip=False,
            attributes={"autocomplete": autocomplete, "spellcheck": False, "autocapitalize": "none"},
            **options,
        )


class TextareaField(_SeenField):
    """Several lines, with plain line ends whatever the browser sent."""

    def __init__(
        self, label: str, *, rows: int = 5, spellcheck: bool | None = None, **options: Unpack[Options]
    ) -> None:
        widget = forms.Textarea({"rows": rows, "cols": False})
        super().__init__(label, widget=widget, attributes={"spellcheck": spellcheck}, **options)

    def to_python(self, value: object) -> str | None:
        text = super().to_python(value)
        return with_one_line_end(text) if text else text


class SentenceField(TextareaField):
    """One line in a box of two, so that a long sentence is seen whole; line ends become spaces.

    What turns text round is refused, as in a TextField.
    """

    def __init__(self, label: str, **options: Unpack[Options]) -> None:
        super().__init__(label, rows=2, **options)

    def to_python(self, value: object) -> str | None:
        text = super().to_python(value)
        if fault := turn_fault(text or ""):
            raise forms.ValidationError(fault, code="turns")
        return " ".join(text.split()) if text else text


class PastedField(forms.CharField):
    """Whatever was typed or pasted, or nothing: never refused, and cut where it is too long."""

    def __init__(self, *, most: int | None = None, strip: bool = True) -> None:
        super().__init__(required=False, strip=strip)
        self.most = most

    def to_python(self, value: object) -> str:
        return str(super().to_python(storable(str(value or ""), " ")))[: self.most]


class FilesField(NHSField, forms.FileField):
    """Several files. What each of them is, and whether it is taken, is for the room that holds them to say. `most` and
    `most_bytes` of each are told to the scripts, which refuse more before anything is sent.
    """

    verb = "Choose"

    def __init__(
        self, label: str, *, accept: str = "", most: int = 0, most_bytes: int = 0, **options: Unpack[Options]
    ) -> None:
        limits = {"data-most": str(most), "data-most-bytes": str(most_bytes)} if most else {}
        super().__init__(label, widget=FileInput(), attributes={"accept": accept, **limits}, **options)

    def clean(self, data: Any, initial: object = None) -> list[Any]:  # noqa: ANN401 - Django's own signature
        files = [file for file in data or () if file]
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files


class SelectField(NHSField, forms.ChoiceField):
    verb = "Select"

    def messages(self, label: str) -> dict[str, str]:
        not_shown = "Select one of the choices shown."
        return super().messages(label) | {"invalid_choice": not_shown, "invalid_list": not_shown}


class RadiosField(SelectField):
    """`hints` holds a line more for single choices, by their values."""

    items: type[Radios | Checkboxes] = Radios

    def __init__(self, label: str, *, hints: Mapping[str, str] | None = None, **options: Unpack[Options]) -> None:
        widget = self.items()
        widget.hints = dict(hints or {})
        super().__init__(label, widget=widget, **options)


class CheckboxesField(RadiosField, forms.MultipleChoiceField):
    items = Checkboxes


class CheckboxField(NHSField, forms.BooleanField):
    """One box that stands alone; `missing` says what is asked where it must be ticked and is not."""

    def __init__(self, label: str, **options: Unpack[Options]) -> None:
        super().__init__(label, **options)

    def messages(self, label: str) -> dict[str, str]:
        return {"required": f"Tick the box: {label}."}
