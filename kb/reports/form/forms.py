"""What a report asks, and what an address says of where the person comes from."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict

from kb.catalogue import codes
from kb.catalogue.choices import Audience
from kb.catalogue.models import Service
from kb.contacts.document import LEAST_DIGITS
from kb.lib.forms import (
    EmailField,
    FilesField,
    NHSForm,
    PastedField,
    RadiosField,
    SelectField,
    TextareaField,
    TextField,
)
from kb.lib.text import storable, with_one_line_end
from kb.media.images import MOST_UPLOADED
from kb.reports.models import Report
from kb.reports.models.report import WHO_REPORTS
from kb.reports.visit import MOST_FILES

LONGEST_TEXT = 10_000
LONGEST_SEARCHED = 600
LONGEST_LINE = 200
MOST_READ = 20
TRAP = "website"
SEARCH = "search"
_ADDRESS_OR_PHONE = "Enter an email address or a phone number, so that the desk can answer you."


def numbers_in(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(map(int, re.findall(r"[0-9]{1,9}", text))))[:MOST_READ]


def is_search_told(tried: str) -> bool:
    """What was searched for stays with the person until they tick it."""
    return SEARCH in tried.split(",")


class NumbersField(PastedField):
    """Numbers of articles in any form of a list: `18,22`, `KB0018 KB0022`."""

    def clean(self, value: object) -> tuple[int, ...]:
        return numbers_in(str(super().clean(value)))


class ArrivalForm(forms.Form):
    """Nothing that an address says is refused: what cannot be read is left out."""

    article = PastedField()
    code = PastedField(most=codes.LONGEST_TYPED)
    service = PastedField()
    q = PastedField(most=LONGEST_SEARCHED)
    read = NumbersField()
    card = PastedField()


def _services() -> list[tuple[str, str]]:
    return [("", "I do not know"), *((row.slug, row.name) for row in Service.objects.in_order())]


class ReportForm(NHSForm):
    is_urgent = RadiosField("Is patient care affected now?", required=False, choices=[("yes", "Yes"), ("no", "No")])
    text = TextareaField(
        "What went wrong?",
        label_size="s",
        hint="Paste the message, or describe what you did and saw. Give any error code as your screen shows it.",
        missing="Enter what went wrong: paste the message or describe it.",
        rows=7,
        max_length=LONGEST_TEXT,
    )
    scale = RadiosField(
        "Who is affected?", label_size="s", choices=Report.Scale.choices, missing="Select who is affected."
    )
    organisation = TextField(
        "Your organisation",
        label_size="s",
        hint="Its name, or its ODS code",
        autocomplete="organization",
        required=False,
        max_length=LONGEST_LINE,
    )
    name = TextField(
        "Your name", label_size="s", autocomplete="name", max_length=LONGEST_LINE, missing="Enter your name."
    )
    email = EmailField("Email address", required=False, max_length=320)
    phone = TextField(
        "Phone number",
        input_type="tel",
        autocomplete="tel",
        width=20,
        spellcheck=False,
        required=False,
        max_length=50,
    )
    screenshots = FilesField(
        "Screenshots",
        label_size="s",
        hint=(
            "Check first that no patient record can be seen behind the message. "
            "Up to 5 pictures (PNG, JPEG or WebP), 8 MB each."
        ),
        accept="image/png,image/jpeg,image/webp",
        most=MOST_FILES,
        most_bytes=MOST_UPLOADED,
        required=False,
    )
    audience = RadiosField(
        "Which of these are you?",
        choices=WHO_REPORTS,
        required=False,
        initial=Audience.USER,
    )
    card_type = RadiosField(
        "How do you sign in?", choices=Report.CardType.choices, required=False, initial=Report.CardType.UNKNOWN
    )
    service = SelectField("Which application is it about?", choices=_services, required=False)
    code = TextField("Error code", width=20, spellcheck=False, required=False, max_length=100)
    began = TextField("When did it begin?", hint="For example, 9:10am today", required=False, max_length=LONGEST_LINE)
    software = TextField(
        "Software and versions",
        hint="For example, NHS Identity Agent, your browser, Windows 11",
        required=False,
        max_length=300,
    )
    computer = TextField(
        "Computer name", hint="IT support can find your computer by it", width=20, required=False, max_length=100
    )
    # What came along, and of it what the person says to have tried: numbers of articles, and the search by its name.
    article = NumbersField()
    searched = PastedField(most=LONGEST_SEARCHED)
    read = NumbersField()
    tried = PastedField()
    outside = PastedField()
    website = PastedField()

    FOLDED = ("audience", "card_type", "service", "code", "began", "software", "computer")
    # One of the two is needed; the folded part says as a whole that it is optional.
    NOT_MARKED = ("email", "phone", *FOLDED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, TextField):
                field.drops_turning = True  # numbers are pasted with such signs around them: nobody is kept for it
        for name in self.NOT_MARKED:
            self.fields[name].marks_optional = False  # type: ignore[attr-defined] # asked for by NHSBoundField

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"])
        if phone and len(re.findall(r"\d", phone)) < LEAST_DIGITS:
            raise ValidationError("Enter a phone number, like 01632 960 001 or extension 4321.")
        return phone

    def clean_audience(self) -> str:
        return str(self.cleaned_data["audience"] or Audience.USER)

    def clean_card_type(self) -> str:
        return str(self.cleaned_data["card_type"] or Report.CardType.UNKNOWN)

    def clean_article(self) -> int | None:
        return next(iter(self.cleaned_data["article"]), None)

    def clean_tried(self) -> tuple[tuple[int, ...], bool]:
        typed = str(self.cleaned_data["tried"])
        return numbers_in(typed), is_search_told(typed)

    def clean_outside(self) -> str:
        slug = str(self.cleaned_data["outside"])
        return slug if slug in settings.REPORT_ROUTES_OUTSIDE else ""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        wrong = {"email", "phone"} & set(self.errors)
        if not wrong and not said.get("email") and not said.get("phone"):
            self.add_error("email", _ADDRESS_OR_PHONE)
        return said

    @property
    def is_folded_part_wrong(self) -> bool:
        return bool(set(self.FOLDED) & set(self.errors))


class AddingForm(NHSForm):
    """More about a report that was sent."""

    text = TextareaField(
        "What do you want to add?",
        label_size="s",
        hint="No patient details, and never a passcode.",
        missing="Enter what you want to add.",
        rows=6,
        max_length=LONGEST_TEXT,
    )


def values_of(data: QueryDict) -> dict[str, str]:
    """Every field but the files, as it was sent; nothing else that was posted. Ticked boxes of one name are a list."""
    names = [name for name in ReportForm.base_fields if name != "screenshots"]
    values = {name: plain(",".join(data.getlist(name))) for name in names}
    # Nobody sees this box, so nobody could shorten it; the guard reads what is kept of it.
    return values | {"searched": values["searched"][:LONGEST_SEARCHED]}


def plain(text: str) -> str:
    return storable(with_one_line_end(text), " ")
