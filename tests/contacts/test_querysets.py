"""Finding the contacts of an organisation."""

import pytest

from kb.contacts.actions import save_contact
from kb.contacts.models import LocalContact

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_organisations(content):
    for organisation, ods_code in (("Harbour Hospital", "X26"), ("Ysbyty Llŵyn", "Y7A"), ("Hill Pharmacy", "")):
        for kind in ("RA", "IT"):
            save_contact(content=content(organisation=organisation, ods_code=ods_code, kind=kind), by=None)


def found(contacts):
    return [(contact.organisation, contact.kind) for contact in contacts]


@pytest.mark.usefixtures("three_organisations")
@pytest.mark.parametrize(
    ("text", "organisations"),
    [
        ("harb", ["Harbour Hospital"]),
        ("hospital harbour", ["Harbour Hospital"]),
        ("llwyn", ["Ysbyty Llŵyn"]),
        ("LLŴYN", ["Ysbyty Llŵyn"]),
        ("y7", ["Ysbyty Llŵyn"]),
        ("h", ["Harbour Hospital", "Hill Pharmacy"]),
        ("harbour pharmacy", []),
        ("%", []),
        ("_", []),
        ("", []),
    ],
)
def test_search_wants_every_word_in_any_order(text, organisations):
    contacts = LocalContact.objects.matching(text)

    assert found(contacts) == [(organisation, kind) for organisation in organisations for kind in ("IT", "RA")]


@pytest.mark.usefixtures("three_organisations")
def test_search_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        list(LocalContact.objects.matching(" ".join(["h"] * 1000)))
