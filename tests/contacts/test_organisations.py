"""Organisations: kept on a page and in a file, and never taken from under their contacts."""

import pytest

from kb.accounts.models import AuditEntry
from kb.contacts.document import ContactRefused, OrganisationContent
from kb.contacts.models import Organisation
from kb.contacts.organisations.actions import remove_organisation, save_organisation
from kb.transfer import kinds, tables
from tests.make import make_contact

PAGE = "/edit/contacts/organisations/"


def test_page_adds_renames_and_removes(signed_in, reviewer):
    client = signed_in(reviewer)
    client.post(PAGE, {"code": "a81001", "name": "Hill Surgery"})
    client.post(PAGE, {"code": "A81001", "name": "Hill Practice"})
    assert [(one.code, one.name) for one in Organisation.objects.all()] == [("A81001", "Hill Practice")]
    assert "?at=A81001" in client.get(PAGE, {"organisation": "practice"}).content.decode()

    client.post(f"{PAGE}{Organisation.objects.get().pk}/remove/")
    assert not Organisation.objects.exists()
    assert [entry.verb for entry in AuditEntry.objects.order_by("pk")][-3:] == [
        "saved organisation",
        "saved organisation",
        "removed organisation",
    ]


@pytest.mark.parametrize(("code", "name"), [("A-1", "Hill"), ("", "Hill"), ("A81001", ""), ("A81001", "x" * 161)])
def test_what_is_none_is_refused_beside_its_box(signed_in, reviewer, code, name):
    response = signed_in(reviewer).post(PAGE, {"code": code, "name": name})

    assert response.status_code == 422
    assert response.context["form"].errors
    assert not Organisation.objects.exists()


def test_one_with_contacts_stays(db):
    make_contact("Hill Surgery", ods_code="A81001")

    with pytest.raises(ContactRefused, match="has contacts"):
        remove_organisation(organisation=Organisation.objects.get(), by=None)


def test_table_comes_back_as_it_was_written(db):
    rows = [OrganisationContent(code="A81001", name='Hill, "Old" & Sons'), OrganisationContent(code="X26", name="=1+1")]
    for row in rows:
        save_organisation(content=row, by=None)
    held = [one.content for one in kinds.ORGANISATIONS.held()]

    assert sorted(held, key=lambda one: one.code) == rows
    assert [item.content for item in tables.ORGANISATIONS.read(tables.ORGANISATIONS.write(rows))] == rows
