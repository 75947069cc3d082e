"""A contact as it is typed."""

from collections.abc import Mapping
from typing import Any

from django import forms

from kb.contacts.document import LONGEST, ContactContent, ContactKind
from kb.lib.forms import NHSForm, RadiosField, TextField
from kb.lib.forms.fields import Options

WAYS = "As it is rung: 01632 960 445, or “4455 from inside”, or “bleep 1234 through the switchboard”"


HOURS = (
    "Such as Mon-Fri 8am-6pm; Sat 9am-12pm, or 24 hours. A bank holiday is like a Sunday, unless you add "
    "“Bank holidays 9am-12pm” or “Bank holidays closed”"
)


def _line(label: str, name: str, hint: str = "", **options: Any) -> TextField:  # noqa: ANN401 - of the field
    about: Options = {"hint": hint, "required": False, "max_length": LONGEST[name]}
    return TextField(label, **about, **options)


class DeskForm(NHSForm):
    """`seen` is what the page showed of it, so that nobody writes over what somebody else saved meanwhile; `back` is
    the page from which they came."""

    name = _line("Name of the desk", "name", "As people know it. Leave out if it has no name of its own")
    phone = _line("Phone number", "phone", WAYS)
    hours = _line("When somebody answers", "hours", HOURS)
    out_of_hours_phone = _line("Phone number at other hours", "out_of_hours_phone", "Who answers at night")
    email = _line("Email address", "email", "Of the team, not of one person: it is read when somebody is away")
    place = _line("Where to find them", "place", "Such as Level 2, East Wing")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    back = forms.CharField(required=False, widget=forms.HiddenInput)


class OrganisationContactForm(DeskForm):
    field_order = ("organisation", "ods_code", "kind")

    organisation = TextField(
        "Organisation", max_length=LONGEST["organisation"], missing="Enter the name of the organisation."
    )
    ods_code = _line("ODS code", "ods_code", "If you know it, such as A81001", width=10, spellcheck=False)
    kind = RadiosField(
        "Which desk", choices=[(kind.value, kind.label) for kind in ContactKind], missing="Choose which desk it is."
    )


def content_of(typed: Mapping[str, Any], **known: str) -> ContactContent:
    parts = {name: str(value) for name, value in typed.items() if name not in {"seen", "back"}}
    return ContactContent.from_dict(parts | known)
