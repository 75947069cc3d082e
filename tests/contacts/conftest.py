"""A contact that fills only what a test does not care about."""

from collections.abc import Callable

import pytest

from kb.contacts.document import ContactContent

ORDINARY = {
    "kind": "IT",
    "organisation": "Harbour Hospital",
    "ods_code": "X26",
    "name": "Harbour service desk",
    "phone": "01632 960445",
    "email": "desk@harbour.example.nhs.uk",
    "place": "Level 2, East Wing",
    "hours": "Mon-Fri 08:00-18:00",
    "out_of_hours_phone": "01632 960000",
}


@pytest.fixture
def content() -> Callable[..., ContactContent]:
    def make(**changes: str) -> ContactContent:
        return ContactContent.from_dict(ORDINARY | changes)

    return make


@pytest.fixture
def only() -> Callable[..., ContactContent]:
    """A contact of which nothing else is known."""

    def make(**known: str) -> ContactContent:
        return ContactContent.from_dict({"kind": "IT", "organisation": "Harbour Hospital"} | known)

    return make
